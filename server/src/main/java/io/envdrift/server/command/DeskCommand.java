package io.envdrift.server.command;

import io.envdrift.base.Secret;
import io.envdrift.server.operate.Storage;
import io.envdrift.server.store.StorageSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that works on the data itself, beside a server or without one. */
abstract class DeskCommand implements Callable<Integer> {
    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Returns where the data is. */
    final StorageSettings settings() {
        return storage.settings();
    }

    /** Opens the data and works on it. */
    final <T> T at(Function<Storage, T> work) {
        return storage.beside(work);
    }

    /** Prints lines for programs to read. */
    final int print(List<String> lines) {
        lines.forEach(spec.commandLine().getOut()::println);
        return 0;
    }

    /** Prints a new token, which programs read, and beside it what people are told about it. */
    final int handOut(Secret token, String... remarks) {
        print(List.of(token.reveal()));
        return remark(remarks);
    }

    /** Tells people something on standard error. */
    final int remark(String... remarks) {
        PrintWriter err = spec.commandLine().getErr();
        List.of(remarks).forEach(err::println);
        err.flush();
        return 0;
    }
}
