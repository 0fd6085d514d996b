package io.envdrift.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileInheritanceTest {
    private static final byte[] TEXT = "A=1\n".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final AtomicFile files = new AtomicFile(FileOperations.system());

    @ParameterizedTest
    @CsvSource({"rw-r--r--, rw-r--r--", "rw-------, rw-------", "rw-r-----, rw-r-----"})
    void aModeThatWasNarrowerBeforeTheFileWasDecryptedComesBack(String before, String after) throws Exception {
        Path file = made(before);
        assumeTrue(hasAttributes(file), "the file system has no extended attributes");
        files.write(file, TEXT, FileAccess.DECRYPTED);
        assertThat(mode(file)).isEqualTo("rw-------");
        files.write(file, TEXT, FileAccess.PLAINTEXT);
        assertThat(mode(file)).isEqualTo("rw-------");
        files.write(file, TEXT, FileAccess.ENCRYPTED);
        assertThat(mode(file)).isEqualTo(usualAtMost(after));
    }

    @Test
    void theUsualModeComesBackWhereNothingIsRemembered() throws Exception {
        Path file = made("rw-------");
        files.write(file, TEXT, FileAccess.ENCRYPTED);
        assertThat(mode(file)).isEqualTo(usualAtMost("rw-rw-rw-"));
    }

    @ParameterizedTest
    @CsvSource({"rw-------", "rw-r-----"})
    void aNarrowerModeStaysWhereAFileIsReplaced(String before) throws Exception {
        Path file = made(before);
        files.write(file, TEXT, FileAccess.USUAL);
        assertThat(mode(file)).isEqualTo(before);
    }

    /** A new file, as a umask of 0777 leaves it. */
    @Test
    void aFileWithKeysIsReadableForItsOwnerWhateverTheUmaskIs() throws Exception {
        Path file = made("---------");
        FileInheritance.apply(file, file, FileAccess.USUAL);
        assertThat(mode(file)).isEqualTo("---------");
        FileInheritance.apply(file, file, FileAccess.OWNER_ONLY);
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    /** Case k11a: a container that runs as root works in the folder of a user. */
    @Test
    void rootKeepsOwnerAndGroupAndGivesNewFilesToTheOwnerOfTheFolder() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "this needs root");
        Path file = made("rw-r--r--");
        for (Path each : List.of(folder, file)) {
            Files.setAttribute(each, "unix:uid", 1000);
            Files.setAttribute(each, "unix:gid", 1001);
        }
        files.write(file, TEXT, FileAccess.DECRYPTED);
        files.write(folder.resolve("new"), TEXT, FileAccess.OWNER_ONLY);
        files.createNew(folder.resolve("backup"), TEXT, FileAccess.OWNER_ONLY);
        files.createDirectories(folder.resolve("a/b"));
        for (String name : List.of("f", "new", "backup", "a", "a/b")) {
            assertThat(Files.readAttributes(folder.resolve(name), "unix:uid,gid"))
                    .as(name)
                    .containsEntry("uid", 1000)
                    .containsEntry("gid", 1001);
        }
    }

    private Path made(String mode) throws Exception {
        Path file = Files.write(folder.resolve("f"), TEXT);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** Less the umask of who runs the tests. */
    private String usualAtMost(String mode) throws Exception {
        Path usual = Files.createFile(
                folder.resolve("usual"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-")));
        var both = Files.getPosixFilePermissions(usual);
        both.retainAll(PosixFilePermissions.fromString(mode));
        return PosixFilePermissions.toString(both);
    }

    private static boolean hasAttributes(Path file) {
        try {
            UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
            view.write("envdrift.test", UTF_8.encode("1"));
            view.delete("envdrift.test");
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
