package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The artifacts that other people's builds take: each says what it is, and the bill of materials has them all. */
class ArtifactsTest {
    private static final Path ROOT = Path.of("..");
    /** A bill of materials is for dependencies, not for itself or plugins. */
    private static final List<String> NOT_LISTED = List.of("envdrift-bom", "envdrift-maven-plugin");

    @Test
    void eachPublishedArtifactIsDescribedAndListedInTheBillOfMaterials() throws Exception {
        Map<String, Element> published = new TreeMap<>();
        for (String module : texts(pom(ROOT), "modules", "module")) {
            Element project = pom(ROOT.resolve(module));
            if (!"true".equals(text(project, "properties", "maven.deploy.skip"))) {
                published.put(text(project, "artifactId"), project);
            }
        }
        assertThat(published.keySet()).contains("envdrift-dotenv", "envdrift-sync", "envdrift-junit", "envdrift-bom");

        published.forEach((name, project) -> {
            assertThat(text(project, "name")).as(name).isNotEmpty();
            assertThat(text(project, "description")).as(name).isNotEmpty();
            if (!name.equals("envdrift-bom")) {
                assertThat(text(project, "properties", "module.name")).as(name).startsWith("io.envdrift.");
            }
        });
        Element bom = pom(ROOT.resolve("java/bom"));
        TreeSet<String> expected = new TreeSet<>(published.keySet());
        NOT_LISTED.forEach(expected::remove);
        List<String> listed = new ArrayList<>();
        for (Element dependency : children(child(child(bom, "dependencyManagement"), "dependencies"))) {
            listed.add(text(dependency, "artifactId"));
        }
        assertThat(listed).containsExactlyElementsOf(expected);
    }

    /** What a public repository asks for, inherited from the root or, without a parent, repeated. */
    @Test
    void licenceSourcesAndDevelopersAreNamed() throws Exception {
        Element root = pom(ROOT);
        Element bom = pom(ROOT.resolve("java/bom"));
        assertThat(text(bom, "version")).isEqualTo(text(root, "version"));
        for (String name : List.of("url", "licenses", "developers", "scm")) {
            assertThat(text(root, name)).as(name).isNotEmpty().isEqualTo(text(bom, name));
        }
    }

    /** It inherits nothing, so its plugins' versions are repeated: none may be another one than the root's. */
    @Test
    void theBillOfMaterialsIsBuiltWithTheSamePlugins() throws Exception {
        NodeList plugins = pom(ROOT.resolve("java/bom")).getElementsByTagName("plugin");
        assertThat(plugins.getLength()).isGreaterThan(2);
        for (int i = 0; i < plugins.getLength(); i++) {
            Element plugin = (Element) plugins.item(i);
            String property = text(plugin, "artifactId").replace("-plugin", "") + ".version";
            assertThat(text(plugin, "version")).isEqualTo(text(pom(ROOT), "properties", property));
        }
    }

    private static Element pom(Path module) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(Files.newInputStream(module.resolve("pom.xml")))
                .getDocumentElement();
    }

    private static List<String> texts(Element project, String list, String name) {
        List<String> texts = new ArrayList<>();
        children(child(project, list)).stream()
                .filter(each -> each.getTagName().equals(name))
                .forEach(each -> texts.add(each.getTextContent().strip()));
        return texts;
    }

    private static String text(Element from, String... path) {
        @Nullable Element element = from;
        for (String name : path) {
            element = child(element, name);
        }
        return element == null ? "" : element.getTextContent().strip().replaceAll("\\s+", " ");
    }

    private static @Nullable Element child(@Nullable Element of, String name) {
        return of == null
                ? null
                : children(of).stream()
                        .filter(each -> each.getTagName().equals(name))
                        .findFirst()
                        .orElse(null);
    }

    private static List<Element> children(@Nullable Element of) {
        List<Element> children = new ArrayList<>();
        if (of == null) {
            return children;
        }
        NodeList nodes = of.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
