package io.envdrift.junit;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods what they have as parameters: an {@link EnvdriftProject} of their own, which is deleted after the test, and
 * what {@link EnvdriftValues} names.
 *
 * <pre>{@code
 * @ExtendWith(EnvdriftExtension.class)
 * class PaymentsTest {
 *     @Test
 *     void drifts(EnvdriftProject project) {
 *         project.encrypted(".env.production", "API_KEY=s3cret\n");
 *         …
 *     }
 * }
 * }</pre>
 */
public final class EnvdriftExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(EnvdriftExtension.class);

    /** Creates the extension. */
    public EnvdriftExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(EnvdriftValues.class)
                ? type == EnvValues.class || type == Map.class
                : type == EnvdriftProject.class && test.getTestMethod().isPresent();
    }

    /**
     * {@inheritDoc}
     *
     * @throws ParameterResolutionException when the file cannot be read: message, code and hint
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Optional<EnvdriftValues> file = parameter.findAnnotation(EnvdriftValues.class);
        if (file.isEmpty()) {
            return project(test.getStore(NAMESPACE));
        }
        EnvValues values = read(file.get().value());
        return parameter.getParameter().getType() == Map.class ? values.toMap() : values;
    }

    private static EnvdriftProject project(Store tests) {
        EnvdriftProject known = tests.get(EnvdriftProject.class, EnvdriftProject.class);
        if (known != null) {
            return known;
        }
        EnvdriftProject made = EnvdriftProject.create();
        tests.put(EnvdriftProject.class, made);
        return made;
    }

    private static EnvValues read(String file) {
        try (Envdrift envdrift = Envdrift.in(Path.of(""))) {
            return envdrift.values(Path.of(file));
        } catch (EnvdriftException e) {
            String hint = e.hint().map(text -> ": " + text).orElse("");
            throw new ParameterResolutionException(
                    e.getMessage() + " [" + e.code().id() + "]" + hint, e);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        EnvdriftProject project = test.getStore(NAMESPACE).remove(EnvdriftProject.class, EnvdriftProject.class);
        if (project != null) {
            project.close();
        }
    }
}
