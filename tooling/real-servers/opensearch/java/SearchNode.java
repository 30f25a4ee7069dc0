import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * One OpenSearch node on 127.0.0.1 whose plugins come from the class path. Arguments: the folder of its data, its HTTP
 * port. Writes "the node listens" once it does.
 */
final class SearchNode extends Node {
  private static final String PAINLESS = "org.opensearch.painless.PainlessModulePlugin";

  private SearchNode(Environment environment) {
    super(
        environment,
        List.of(
            plugin("org.opensearch.transport.Netty4ModulePlugin"),
            plugin(PAINLESS),
            plugin("org.opensearch.knn.plugin.KNNPlugin", PAINLESS)),
        false);
  }

  private static PluginInfo plugin(String name, String... extended) {
    return new PluginInfo(
        name, "of the class path", "none", Version.CURRENT, "21", name, null, List.of(extended), false);
  }

  private static Settings settings(Path home, String port) {
    return Settings.builder()
        .put("path.home", home.toString())
        .put("cluster.name", "local")
        .put("discovery.type", "single-node")
        .put("network.host", "127.0.0.1")
        .put("http.port", port)
        .put("http.type", "netty4")
        .put("transport.port", "0")
        .put("transport.type", "netty4")
        .put("node.processors", 2)
        // A test's machine may have a full disk.
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        .build();
  }

  public static void main(String[] arguments) throws Exception {
    // A native library that is missing ends one thread, and requests wait for it: better all ends, with the reason.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          if (failure instanceof Error) Runtime.getRuntime().halt(1);
        });
    Path home = Path.of(arguments[0]);
    Path configuration = Files.createDirectories(home.resolve("config"));
    new SearchNode(
            InternalSettingsPreparer.prepareEnvironment(
                settings(home, arguments[1]), Map.of(), configuration, () -> "node"))
        .start();
    System.out.println("the node listens");
    // The node's own threads do not hold the process.
    Thread.currentThread().join();
  }
}
