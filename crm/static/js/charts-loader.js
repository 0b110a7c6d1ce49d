// Fetches the chart code only when a swapped-in fragment holds a chart.
export async function drawCharts(place) {
  if (!place.querySelector?.("[data-chart]:not([data-drawn])")) return;
  const { drawAll } = await import("./charts.js");
  drawAll(place);
}
