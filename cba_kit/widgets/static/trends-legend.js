// The legend of the radar: which cap means what.
import { h } from "./dom.js";

const CAPS = { opportunity: ["M5 8L12 2l7 6z", 16], threat: ["M5 20l7 6 7-6z", 12], both: ["", 14] };
const SVG = "http://www.w3.org/2000/svg";

/** @param {(key:string) => string} t */
export function legend(t) {
  const key = (kind, tint) => {
    const [cap, y] = CAPS[kind];
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 28");
    svg.setAttribute("aria-hidden", "true");
    const group = document.createElementNS(SVG, "g");
    group.setAttribute("class", `mk ${tint}`.trim());
    for (const [tag, attributes] of [["path", { class: "cap", d: cap }], ["circle", { cx: 12, cy: y, r: 9 }]]) {
      if (tag === "path" && !cap) continue;
      const part = document.createElementNS(SVG, String(tag));
      Object.entries(attributes).forEach(([name, value]) => part.setAttribute(name, String(value)));
      group.append(part);
    }
    svg.append(group);
    return h("span", {}, svg, t(`trends.${kind}`));
  };
  return h("div", { class: "radar-legend" }, key("opportunity", "opp"), key("threat", "thr"), key("both", ""), h("span", { text: t("trends.bigger") }));
}
