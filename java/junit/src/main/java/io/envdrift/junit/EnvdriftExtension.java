package io.envdrift.junit;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.OneLine;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Resolves parameters of tests: an {@link EnvdriftProject}, which is deleted after the test, and the values that
 * {@link EnvdriftValues} names. Test methods, life-cycle methods and constructors may have such parameters, in nested
 * classes too.
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
 *
 * <p>Each test has a project of its own, which its {@code @BeforeEach} and {@code @AfterEach} methods share. One that
 * is asked for by a {@code @BeforeAll} method, or by the constructor of a class that has one instance for all tests, is
 * shared by the tests of that class and of its nested classes, and deleted after the last.
 */
public final class EnvdriftExtension implements ParameterResolver, AfterEachCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(EnvdriftExtension.class);

    /** Creates the extension. */
    public EnvdriftExtension() {}

    /** A constructor's parameters are those of the test that the instance is made for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.isAnnotated(EnvdriftValues.class)
                || parameter.getParameter().getType() == EnvdriftProject.class;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ParameterResolutionException when the file cannot be read: message, code and hint in one line; when the parameter is
     *     of another type
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Optional<EnvdriftValues> file = parameter.findAnnotation(EnvdriftValues.class);
        return file.isEmpty()
                ? project(test.getStore(NAMESPACE))
                : values(file.get().value(), parameter.getParameter());
    }

    private static Object values(String file, Parameter parameter) {
        boolean asMap = parameter
                .getParameterizedType()
                .getTypeName()
                .equals("java.util.Map<java.lang.String, java.lang.String>");
        if (!asMap && parameter.getType() != EnvValues.class) {
            throw new ParameterResolutionException("@EnvdriftValues gives EnvValues or Map<String, String>, not "
                    + parameter.getParameterizedType().getTypeName());
        }
        EnvValues values = read(file);
        return asMap ? values.toMap() : values;
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
            throw new ParameterResolutionException(OneLine.withHint(e), e);
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close(test);
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close(tests);
    }

    /** A store gives what those above it have, but removes only what it has itself. */
    private static void close(ExtensionContext context) {
        EnvdriftProject project = context.getStore(NAMESPACE).remove(EnvdriftProject.class, EnvdriftProject.class);
        if (project != null) {
            project.close();
        }
    }
}
