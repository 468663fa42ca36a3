import { Chart, LinearScale } from "chart.js";

/** What is used of chart.js, as a script of its own: a third of the page, and nothing but the chart waits for it. */
Chart.register(LinearScale);

export { Chart };
