package io.envdrift.workflow;

import io.envdrift.base.Progress;
import io.envdrift.files.AtomicFile;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What workflows need of the world outside, besides vaults.
 *
 * @param files the one writer of files
 * @param clock the time of day, for the names of backups
 * @param random makes keys and nonces
 * @param progress is told about long work
 */
public record Ports(AtomicFile files, Clock clock, SecureRandom random, Progress progress) {}
