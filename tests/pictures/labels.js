(svg) => {
  // The corners of every word as Chromium draws it, in the picture's own units; each letter of a name on an arc.
  const turned = (x, y, cos, sin) => ([dx, dy]) => [x + dx * cos - dy * sin, y + dx * sin + dy * cos];
  const inverse = svg.getScreenCTM().inverse();
  const quads = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).flatMap((text, index) => {
    const label = `${text.textContent}#${index}`;
    if (text.querySelector("textPath")) {
      return Array.from({ length: text.getNumberOfChars() }, (_, i) => {
        const [from, to] = [text.getStartPositionOfChar(i), text.getEndPositionOfChar(i)];
        const size = parseFloat(text.getAttribute("font-size"));
        const turn = (text.getRotationOfChar(i) * Math.PI) / 180;
        const long = Math.hypot(to.x - from.x, to.y - from.y);
        const place = turned(from.x, from.y, Math.cos(turn), Math.sin(turn));
        return { label, points: [[0, -size * 0.93], [long, -size * 0.93], [long, size * 0.24], [0, size * 0.24]].map(place) };
      });
    }
    const box = text.getBBox();
    const matrix = inverse.multiply(text.getScreenCTM());
    const corners = [[box.x, box.y], [box.x + box.width, box.y], [box.x + box.width, box.y + box.height], [box.x, box.y + box.height]];
    return [{ label, points: corners.map(([x, y]) => new DOMPoint(x, y).matrixTransform(matrix)).map((p) => [p.x, p.y]) }];
  });
  const sides = ({ points: [a, b, , d] }) => [[b[0] - a[0], b[1] - a[1]], [d[0] - a[0], d[1] - a[1]]].map(([x, y]) => {
    const long = Math.hypot(x, y) || 1;
    return [x / long, y / long];
  });
  const reach = (quad, [ux, uy]) => {
    const along = quad.points.map(([x, y]) => x * ux + y * uy);
    return [Math.min(...along), Math.max(...along)];
  };
  const touch = (one, two) => [...sides(one), ...sides(two)].every((side) => {
    const [[a, b], [c, d]] = [reach(one, side), reach(two, side)];
    return b - 0.5 > c && d - 0.5 > a;
  });
  const { width, height } = svg.viewBox.baseVal;
  const overlaps = quads.flatMap((one, i) => quads.slice(i + 1).filter((two) => one.label !== two.label && touch(one, two)).map((two) => `${one.label} × ${two.label}`));
  const outside = quads.filter(({ points }) => points.some(([x, y]) => x < -1 || y < -1 || x > width + 1 || y > height + 1)).map(({ label }) => label);
  return { words: new Set(quads.map(({ label }) => label)).size, overlaps: [...new Set(overlaps)], outside: [...new Set(outside)] };
}
