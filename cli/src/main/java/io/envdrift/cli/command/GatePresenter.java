package io.envdrift.cli.command;

import io.envdrift.cli.render.Row;
import io.envdrift.dotenvx.GateFinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts the findings of the gates into rows: the same lines, fields and annotations in every command. */
final class GatePresenter {
    private GatePresenter() {}

    /** Returns the row with its findings: a line each, the field {@code gate}, and an annotation each. */
    static Row with(Row row, String file, List<GateFinding> findings) {
        if (findings.isEmpty()) {
            return row;
        }
        Map<String, Object> fields = new LinkedHashMap<>(row.fields());
        fields.put("gate", fields(findings));
        List<Row.Remark> remarks = findings.stream()
                .map(finding ->
                        new Row.Remark(new Row.Place(file, finding.line()), finding.text() + ": " + finding.advice()))
                .toList();
        return new Row(row.level(), row.icon(), row.text(), row.details(), fields, row.place(), remarks);
    }

    /** Returns a line for each finding. */
    static List<String> lines(List<GateFinding> findings) {
        return findings.stream().map(GateFinding::message).toList();
    }

    /** Returns the findings in machine form. */
    static List<Map<String, Object>> fields(List<GateFinding> findings) {
        return findings.stream().map(GatePresenter::fields).toList();
    }

    private static Map<String, Object> fields(GateFinding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
        fields.put("line", finding.line());
        fields.put("name", finding.name().isEmpty() ? null : finding.name());
        return fields;
    }
}
