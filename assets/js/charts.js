// Charts, loaded only by pages that have some: figure[data-chart] holds its data as JSON and the
// same numbers as a table, which is all there is without JavaScript.
//
//   {"kind": "bars" | "line" | "hbars", "unit": "件", "stacked": true,
//    "labels": ["02-13", …], "urls": ["/matters/?due=…", …],
//    "series": [{"name": "正常", "values": [1, …], "colour": "open", "dashed": false}],
//    "marks": [{"name": "承诺", "value": 5}]}
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

document.querySelectorAll("figure[data-chart]").forEach(draw);

function draw(figure) {
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const table = figure.querySelector("[data-chart-table]");
  const place = figure.querySelector("[data-chart-place]");
  const button = figure.querySelector("[data-chart-switch]");
  place.hidden = false;
  table.hidden = true;
  button.hidden = false;
  const chart = init(place, null, { renderer: "svg" });
  chart.setOption(option(data, figure));
  chart.on("click", ({ dataIndex }) => data.urls?.[dataIndex] && location.assign(data.urls[dataIndex]));
  new ResizeObserver(() => chart.resize()).observe(place);
  addEventListener("beforeprint", () => chart.resize());
  button.addEventListener("click", () => {
    const toTable = table.hidden;
    table.hidden = !toTable;
    place.hidden = toTable;
    button.setAttribute("aria-pressed", String(toTable));
    if (!toTable) chart.resize();
  });
}

function option(data, figure) {
  const colour = palette();
  const text = { color: colour("text-2"), fontFamily: getComputedStyle(figure).fontFamily, fontSize: 12 };
  const names = { type: "category", data: data.labels, axisLabel: text, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("border") } } };
  const values = { type: "value", min: data.kind === "line" ? undefined : 0, scale: data.kind === "line", axisLabel: text, splitLine: { lineStyle: { color: colour("divider") } } };
  const lying = data.kind === "hbars";
  return {
    animation: false,
    textStyle: text,
    aria: { enabled: true, decal: { show: data.series.length > 1 && data.kind !== "line" } },
    grid: { left: 8, right: data.kind === "line" ? 72 : 24, top: data.series.length > 1 ? 36 : 24, bottom: 8, containLabel: true },
    legend: { show: data.series.length > 1 && data.kind !== "line", top: 0, left: 0, textStyle: text },
    tooltip: { trigger: "axis", confine: true, valueFormatter: (value) => (value == null ? "–" : `${value} ${data.unit ?? ""}`) },
    xAxis: lying ? values : names,
    yAxis: lying ? { ...names, inverse: true } : values,
    series: data.series.map((one, at) => series(one, at, data, colour, text)),
  };
}

function series(one, at, data, colour, text) {
  const ink = colour(one.colour ?? `series-${at + 1}`);
  const shared = { name: one.name, data: one.values, color: ink, cursor: data.urls ? "pointer" : "default" };
  const marks = at === 0 && data.marks?.length ? { markLine: lines(data, colour, text) } : {};
  if (data.kind === "line")
    return {
      ...shared, ...marks, type: "line", symbol: "circle", symbolSize: 7, connectNulls: false,
      lineStyle: { width: 2, type: one.dashed ? "dashed" : "solid" },
      endLabel: { show: true, formatter: "{a}", color: ink, fontWeight: 600 },
    };
  return {
    ...shared, ...marks, type: "bar", stack: data.stacked ? "all" : undefined, barMaxWidth: 28,
    label: { show: data.series.length === 1, position: data.kind === "hbars" ? "right" : "top", ...text },
  };
}

function lines(data, colour, text) {
  const axis = data.kind === "hbars" ? "xAxis" : "yAxis";
  return {
    symbol: "none",
    lineStyle: { color: colour("text"), type: "dashed" },
    label: { ...text, color: colour("text"), formatter: "{b}", position: data.kind === "hbars" ? "start" : "insideEndTop" },
    data: data.marks.map(({ name, value }) => ({ name, [axis]: value })),
  };
}

function palette() {
  const styles = getComputedStyle(document.documentElement);
  return (name) => styles.getPropertyValue(`--${name}`).trim();
}
