// Starts GOV.UK Frontend's components and draws the charts. Every page also works without it.

const INK = "#0b0c0c";
const RULE = "#dfe3e6";
const CONFIG = {
  displayModeBar: false,
  showSendToCloud: false,
  responsive: true,
  scrollZoom: false,
  doubleClick: false,
  showTips: false,
  showAxisDragHandles: false,
  locale: "en-GB",
  locales: { "en-GB": { format: { currency: ["£", ""] } } },
};

// Plotly merges a template beneath what a chart says for itself, on every axis it has.
function neutralTemplate(palette) {
  const font = { family: getComputedStyle(document.body).fontFamily, size: 14, color: INK };
  const axis = {
    automargin: true,
    ticklabelstandoff: 4,
    fixedrange: true,
    gridcolor: RULE,
    linecolor: "#6f777b",
    showline: true,
    tickcolor: "#6f777b",
    ticks: "outside",
    zeroline: true,
    zerolinecolor: "#6f777b",
    title: { font: { size: 14 }, standoff: 8 },
  };
  return {
    layout: {
      colorway: palette,
      dragmode: false,
      font,
      hoverlabel: { bgcolor: "#fff", bordercolor: "#6f777b", font: { ...font } },
      hovermode: "x unified",
      legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" },
      margin: { l: 8, r: 16, t: 16, b: 8 },
      paper_bgcolor: "#fff",
      plot_bgcolor: "#fff",
      separators: ".,",
      xaxis: { ...axis, showgrid: false },
      yaxis: { ...axis, showline: false, ticks: "" },
    },
  };
}

// No more labels than lie flat below an axis in a chart of this width; beside lying bars half of it is for their names.
function fitted(axis = {}, width, lying) {
  if (lying) return { ...axis, nticks: Math.min(5, Math.floor(width / 115)) };
  const most = Math.max(2, Math.floor(width / 90));
  const tickvals = axis.tickvals?.filter((_, i, all) => i % Math.ceil(all.length / most) === 0);
  return { ...axis, nticks: most, ...(tickvals && { tickvals }) };
}

function drawChart(place) {
  const table = place.parentElement.querySelector("details");
  const source = document.getElementById(place.dataset.chart);
  try {
    const { data, layout, palette } = JSON.parse(source.textContent);
    // The page already has the title, as a heading.
    const shown = { ...layout, title: undefined, autosize: true, template: neutralTemplate(palette) };
    shown.xaxis = fitted(layout.xaxis, place.clientWidth, data.some((trace) => trace.orientation === "h"));
    // On a phone a long legend stands in many rows; it must not eat the plot.
    const rows = data.length - 2;
    if (place.clientWidth < 480 && rows > 0) place.style.blockSize = `${22 + 2 * rows}rem`;
    delete shown.width;
    delete shown.height;
    Plotly.newPlot(place, data, shown, CONFIG);
    table.open = false;
  } catch (error) {
    place.hidden = true;
    table.open = true;
    console.error(error);
  }
}

// A table takes the keyboard only while it is wider than its place.
const scrollers = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const table = target.firstElementChild;
    if (table.scrollWidth > target.clientWidth + 1) {
      target.tabIndex = 0;
      target.setAttribute("role", "region");
      target.setAttribute("aria-labelledby", `${table.id}-caption`);
    } else {
      for (const name of ["tabindex", "role", "aria-labelledby"]) target.removeAttribute(name);
    }
  }
});

function enhance(root) {
  for (const place of root.querySelectorAll("[data-chart]")) drawChart(place);
  for (const place of root.querySelectorAll("[data-scroll]")) scrollers.observe(place);
}

async function start() {
  for (const table of document.querySelectorAll(".ascare-chart__table")) table.open = false;
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  const { initAll } = await import(document.getElementById("govuk-frontend").href);
  initAll();
}

start();
// Plotly's deferred bundle has run by then.
document.addEventListener("DOMContentLoaded", () => enhance(document));
document.addEventListener("htmx:afterSwap", (event) => enhance(event.target));
// Charts are drawn for the screen's width; paper is narrower, and a long legend there stands in more rows.
const plots = () => document.querySelectorAll("[data-chart].js-plotly-plot");
addEventListener("beforeprint", () => plots().forEach((plot) => Plotly.relayout(plot, { width: 640, height: 240 + 20 * plot.data.length })));
addEventListener("afterprint", () => plots().forEach((plot) => Plotly.relayout(plot, { width: null, height: null, autosize: true })));
// An empty date means today, and leaves no trace in the address.
document.querySelector("[data-scope]")?.addEventListener("formdata", ({ formData }) => {
  if (!formData.get("as_at")) formData.delete("as_at");
});
// What somebody typed into a return and didn't save stays with their session: see static/grid.js.
document.querySelector("form[action$='/logout/']")?.addEventListener("submit", () => {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("ascare:draft:")) localStorage.removeItem(key);
  } catch {
    // Storage is forbidden here: nothing is kept.
  }
});
