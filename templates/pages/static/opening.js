/* While a page opens: say nothing about cells, and keep the skeleton until there is something to see. */
window.voila_process = () => {};
window.voila_heartbeat = () => {};
window.display_cells = window.voila_finish = () => {
  if (!window.themeLoaded) {
    window.cellLoaded = true; // Voilà calls again when its theme is there
    return;
  }
  const cells = document.getElementById("rendered_cells");
  const opening = document.getElementById("loading");
  const waiting = () =>
    cells.querySelector('script[type="application/vnd.voila.cell-output+json"]') !== null ||
    [...cells.querySelectorAll(".jp-OutputArea")].some((output) => output.innerText.includes("Loading widget..."));
  const show = () => {
    watch.disconnect();
    opening?.remove();
  };
  const watch = new MutationObserver(() => waiting() || show());
  cells.style.display = "";
  watch.observe(cells, { childList: true, subtree: true, characterData: true });
  setTimeout(show, 8000); // a widget that never comes must not hide the rest of the page
  if (!waiting()) show();
};
