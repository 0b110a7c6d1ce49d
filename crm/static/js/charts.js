// Draws figures marked data-chart from the JSON block they hold, in the colours of the style sheet. Loaded on chart pages only.
import { init } from "../vendor/charts.js";

const tones = {
  seed: "--tier-seed",
  innovative: "--tier-innovative",
  srdi: "--tier-srdi",
  little_giant: "--tier-giant",
  none: "--tier-none",
  accent: "--accent",
  soft: "--accent-soft",
  met: "--met",
  unmet: "--unmet",
};
const styles = getComputedStyle(document.documentElement);
const token = (name) => styles.getPropertyValue(name).trim();
const colour = (tone) => token(tones[tone] ?? tones.accent);
const letters = () => ({ fontFamily: token("--letters"), fontSize: 12, color: token("--ink") });

function flow(picture, narrow) {
  const labels = Object.fromEntries(picture.nodes.map((node) => [node.name, node.label]));
  const written = ({ name }) => (narrow ? labels[name].replace(" ", "\n") : labels[name]);
  return {
    series: [
      {
        type: "sankey",
        left: 8,
        right: narrow ? 52 : 96,
        top: 8,
        bottom: 8,
        nodeWidth: 15,
        nodeGap: 16,
        draggable: false,
        nodeAlign: picture.align ?? "left",
        layoutIterations: 32,
        emphasis: { focus: "adjacency" },
        label: { ...letters(), fontSize: narrow ? 11 : 13, distance: narrow ? 3 : 5, formatter: written, textBorderColor: token("--paper"), textBorderWidth: 3 },
        lineStyle: { color: "gradient", opacity: 0.28, curveness: 0.5 },
        data: picture.nodes.map((node) => ({ name: node.name, url: node.url, itemStyle: { color: colour(node.tone) } })),
        links: picture.links.map((link) => ({ source: link.from, target: link.to, value: link.count, url: link.url })),
      },
    ],
    tooltip: {
      formatter: ({ dataType, data, name }) =>
        dataType === "edge" ? `${labels[data.source]} → ${labels[data.target]}：${data.value}` : labels[name],
    },
  };
}

function axes(picture) {
  const quiet = { color: token("--muted"), fontFamily: token("--letters"), fontSize: 12 };
  return {
    grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
    legend: { show: picture.series.length > 1, right: 0, top: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: letters() },
    xAxis: { type: "category", data: picture.categories, axisTick: { show: false }, axisLabel: quiet, axisLine: { lineStyle: { color: token("--line-strong") } } },
    yAxis: { type: "value", name: picture.unit, nameTextStyle: quiet, axisLabel: quiet, splitLine: { lineStyle: { color: token("--line") } } },
    tooltip: { trigger: "axis" },
  };
}

function bars(picture) {
  const series = picture.series.map((one) => ({
    type: "bar",
    name: one.name,
    data: one.values,
    stack: picture.stacked ? "all" : undefined,
    barMaxWidth: 26,
    itemStyle: { color: colour(one.tone) },
  }));
  return { ...axes(picture), series };
}

function line(picture) {
  const series = picture.series.map((one) => ({
    type: "line",
    name: one.name,
    data: one.values,
    symbolSize: 6,
    lineStyle: { color: colour(one.tone), width: 2 },
    itemStyle: { color: colour(one.tone) },
  }));
  return { ...axes(picture), series };
}

const kinds = { flow, bars, line };

function addressOf(picture, { data, dataIndex }) {
  return data?.url ?? picture.urls?.[dataIndex];
}

function draw(figure) {
  const picture = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const area = figure.querySelector(".chart-area");
  figure.dataset.drawn = "yes";
  const chart = init(area);
  const option = kinds[picture.kind](picture, area.clientWidth < 480);
  const tooltip = { confine: true, renderMode: "richText", ...option.tooltip, textStyle: letters() };
  chart.setOption({ ...option, tooltip, animation: false, textStyle: letters() });
  chart.on("click", (event) => {
    const address = addressOf(picture, event);
    if (address) window.location.assign(address);
  });
  new ResizeObserver(() => chart.resize()).observe(area);
}

export function drawAll(place = document) {
  for (const figure of place.querySelectorAll("[data-chart]:not([data-drawn])")) draw(figure);
}

drawAll();
