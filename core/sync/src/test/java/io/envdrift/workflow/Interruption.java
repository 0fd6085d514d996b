package io.envdrift.workflow;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the operations on files and on a vault in one sequence, and at one of them fails it, or halts the program: then
 * nothing after it happens any more, no cleaning up either, as when the machine loses power. Nothing is forced to the
 * device: no reader sees a difference while the machine runs, and waiting for the device would take most of the time.
 */
public final class Interruption {
    /** How the operation goes wrong. */
    public enum Kind {
        /** The operation is not done and says so; the program goes on. */
        FAIL,
        /** The operation is done, but its answer is lost; the program goes on. */
        FAIL_AFTER,
        /** The program ends before the operation. */
        HALT,
        /** The program ends right after the operation. */
        HALT_AFTER
    }

    /** The end of the program. No code catches it. */
    public static final class Halted extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** An operation, which may fail. */
    private interface Operation<T> {
        T run() throws IOException;
    }

    public final List<String> visited = new ArrayList<>();
    private final int at;
    private final Kind kind;
    private boolean halted;

    /** Interrupts the operation with this number, from 1; 0 only counts. */
    public Interruption(int at, Kind kind) {
        this.at = at;
        this.kind = kind;
    }

    private <T> T step(String what, Operation<T> operation) throws IOException {
        if (halted) {
            throw new Halted();
        }
        visited.add(what);
        if (visited.size() != at) {
            return operation.run();
        }
        halted = kind == Kind.HALT || kind == Kind.HALT_AFTER;
        if (kind == Kind.HALT_AFTER || kind == Kind.FAIL_AFTER) {
            operation.run();
        }
        if (halted) {
            throw new Halted();
        }
        throw new IOException("interrupted by the test");
    }

    public FileOperations around(FileOperations files) {
        return new FileOperations() {
            @Override
            public Output create(Path file, FileAccess access) throws IOException {
                Output output = step("create", () -> files.create(file, access));
                return new Output() {
                    @Override
                    public void write(ByteBuffer bytes) throws IOException {
                        step("write", () -> {
                            output.write(bytes);
                            return true;
                        });
                    }

                    @Override
                    public void sync() throws IOException {
                        step("sync", () -> true);
                    }

                    @Override
                    public void close() throws IOException {
                        output.close();
                    }
                };
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                step("rename to " + to.getFileName(), () -> {
                    files.rename(from, to);
                    return true;
                });
            }

            @Override
            public void syncDirectory(Path directory) throws IOException {
                step("sync directory", () -> true);
            }

            @Override
            public void delete(Path file) throws IOException {
                step("delete", () -> {
                    files.delete(file);
                    return true;
                });
            }

            @Override
            public void createDirectories(Path directory) throws IOException {
                step("create directories", () -> {
                    files.createDirectories(directory);
                    return true;
                });
            }
        };
    }

    public Vault around(Vault vault) {
        return new Vault() {
            @Override
            public String label() {
                return vault.label();
            }

            @Override
            public void probe() {
                vault.probe();
            }

            @Override
            public VaultSecret get(String name) {
                return asked("get " + name, () -> vault.get(name));
            }

            @Override
            public List<String> list(String prefix) {
                return vault.list(prefix);
            }

            @Override
            public String put(String name, Secret value, WriteCondition condition) {
                return asked("put " + name, () -> vault.put(name, value, condition));
            }

            @Override
            public void close() {
                vault.close();
            }

            private <T> T asked(String what, Operation<T> operation) {
                try {
                    return step(what, operation);
                } catch (IOException e) {
                    throw new VaultException(ErrorCode.VAULT_UNREACHABLE, label(), "broken connection", null, e);
                }
            }
        };
    }
}
