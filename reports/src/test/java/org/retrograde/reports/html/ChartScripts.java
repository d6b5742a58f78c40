package org.retrograde.reports.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.retrograde.reports.html.comparison.ComparedPage;
import org.retrograde.reports.html.element.Figure;
import org.retrograde.reports.html.element.Script;
import org.retrograde.reports.html.element.Section;
import org.retrograde.reports.html.section.Sections;

/** The scripts of a page without a browser: they draw its figures as SVG. For one thread. */
final class ChartScripts implements AutoCloseable {

  private static final Pattern TEXT = Pattern.compile("<text ([^>]*)>([^<]*)</text>");
  private static final double FONT = 12;
  private static final double LETTER = 6.2;

  private final Context context = Context.enter();
  private final Scriptable scope;

  ChartScripts() {
    context.setLanguageVersion(Context.VERSION_ES6);
    context.setInterpretedMode(true); // the chart library is too long for one method
    scope = context.initStandardObjects();
    evaluate("var window = this, self = this; function setTimeout() {}");
    Assets assets = Assets.load(List.of());
    evaluate(assets.library());
    Stream.of("script/look.js", "script/axes.js", "script/legend.js")
        .forEach(file -> evaluate(new Script(Assets.class, file).text()));
    Stream.concat(
            Stream.of(LogLogChart.SCRIPT, RangeReport.SCRIPT, ComparedPage.SCRIPT),
            Sections.all().stream().map(Section::script).flatMap(Optional::stream))
        .distinct()
        .forEach(script -> evaluate("(function () {\n" + script.text() + "})();"));
  }

  /** The result of some code, as text. */
  String evaluate(String code) {
    return Context.toString(context.evaluateString(scope, code, "charts", 1, null));
  }

  /** What the chart library is given for a figure, as JSON; functions are left out. */
  JsonNode option(Figure figure, String choice, int width) {
    prepare(figure, choice, width);
    try {
      return new ObjectMapper().readTree(evaluate("JSON.stringify(option)"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Draws a figure. */
  String svg(Figure figure, String choice, int width) {
    prepare(figure, choice, width);
    return evaluate(
        """
        var drawn = echarts.init(null, null, {renderer: 'svg', ssr: true, width: %d, height: height});
        drawn.setOption(option);
        drawn.renderToSVGString();
        """
            .formatted(width));
  }

  private void prepare(Figure figure, String choice, int width) {
    ScriptableObject.putProperty(scope, "data", figure.json());
    evaluate(
        """
        var height = 352;
        var option = finished(
          charts['%s'](JSON.parse(data), lookOf('light'),
            {choice: '%s', width: %d, height: (pixels) => { height = pixels; }}), %d);
        """
            .formatted(figure.chart(), choice, width, width));
  }

  /** The texts of a drawing, with the places that they cover. */
  static List<Text> texts(String svg) {
    List<Text> texts = new ArrayList<>();
    Matcher matcher = TEXT.matcher(svg);
    while (matcher.find()) {
      String attributes = matcher.group(1);
      String words = matcher.group(2);
      Matcher moved =
          Pattern.compile("transform=\"translate\\(([-\\d.]+) ([-\\d.]+)\\)\"").matcher(attributes);
      if (words.isBlank() || (attributes.contains("transform") && !moved.find())) {
        continue; // turned ones stand apart by their slant
      }
      boolean translated = attributes.contains("transform");
      double x = number(attributes, "x") + (translated ? Double.parseDouble(moved.group(1)) : 0);
      double y = number(attributes, "y") + (translated ? Double.parseDouble(moved.group(2)) : 0);
      double width = LETTER * words.codePointCount(0, words.length());
      double left =
          attributes.contains("\"middle\"")
              ? x - width / 2
              : attributes.contains("\"end\"") ? x - width : x;
      texts.add(new Text(words, left, left + width, y - FONT / 2, y + FONT / 2));
    }
    return texts;
  }

  private static double number(String attributes, String name) {
    Matcher matcher = Pattern.compile("\\b" + name + "=\"([-\\d.]+)\"").matcher(attributes);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  @Override
  public void close() {
    context.close();
  }

  /** A text and the box that it covers, in pixels; widths are those of an average letter. */
  record Text(String words, double left, double right, double top, double bottom) {

    boolean covers(Text other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }
}
