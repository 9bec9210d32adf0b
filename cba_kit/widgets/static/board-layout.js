// The plan of a canvas: where its blocks lie, and which block lies beside which.

/** @typedef {{top:number, left:number, bottom:number, right:number}} Place a block's cells, ends excluded */
/** @typedef {"up"|"down"|"left"|"right"} Direction */

/** The cells that each block covers. @param {string[]} areas @returns {Map<string, Place>} */
export function places(areas) {
  const found = new Map();
  areas.forEach((line, row) => line.split(/\s+/).filter(Boolean).forEach((key, column) => {
    const known = found.get(key) ?? { top: row, left: column, bottom: row + 1, right: column + 1 };
    found.set(key, {
      top: Math.min(known.top, row), left: Math.min(known.left, column),
      bottom: Math.max(known.bottom, row + 1), right: Math.max(known.right, column + 1),
    });
  }));
  return found;
}

/** The value of CSS grid-template-areas. */
export const gridAreas = (/** @type {string[]} */ areas) => areas.map((line) => JSON.stringify(line)).join(" ");

/** The number of columns of the plan. */
export const columns = (/** @type {string[]} */ areas) => areas[0].split(/\s+/).filter(Boolean).length;

/** The block beside `key`: it touches that side and shares the most of it; of equals, the upper or left one.
 *  @param {string[]} areas @param {string} key @param {Direction} direction @returns {string|null} */
export function neighbour(areas, key, direction) {
  const all = places(areas);
  const own = all.get(key);
  if (!own) return null;
  const upright = direction === "up" || direction === "down";
  const touches = {
    up: (place) => place.bottom === own.top,
    down: (place) => place.top === own.bottom,
    left: (place) => place.right === own.left,
    right: (place) => place.left === own.right,
  }[direction];
  const shared = (place) => upright
    ? Math.min(place.right, own.right) - Math.max(place.left, own.left)
    : Math.min(place.bottom, own.bottom) - Math.max(place.top, own.top);
  let best = null;
  let most = 0;
  for (const [name, place] of all) {
    if (name !== key && touches(place) && shared(place) > most) {
      best = name;
      most = shared(place);
    }
  }
  return best;
}

/** Where one arrow takes a note: left and right to the block beside, up and down by one place, and over the
 *  block's end into the block above or below. `counts` are the notes of each block without the moving one.
 *  @param {string[]} areas @param {{block:string, index:number}} from @param {Direction} direction
 *  @param {Object<string, number>} counts @returns {{block:string, index:number}|null} */
export function shift(areas, from, direction, counts) {
  if (direction === "up" && from.index > 0) return { block: from.block, index: from.index - 1 };
  if (direction === "down" && from.index < (counts[from.block] ?? 0)) return { block: from.block, index: from.index + 1 };
  const block = neighbour(areas, from.block, direction);
  if (!block) return null;
  const count = counts[block] ?? 0;
  if (direction === "down") return { block, index: 0 };
  if (direction === "up") return { block, index: count };
  return { block, index: Math.min(from.index, count) };
}

/** The same for a single column (phone, list): left and right are the block before and after in reading order.
 *  @param {string[]} keys @param {{block:string, index:number}} from @param {Direction} direction
 *  @param {Object<string, number>} counts @returns {{block:string, index:number}|null} */
export function shiftInColumn(keys, from, direction, counts) {
  if (direction === "up" && from.index > 0) return { block: from.block, index: from.index - 1 };
  if (direction === "down" && from.index < (counts[from.block] ?? 0)) return { block: from.block, index: from.index + 1 };
  const back = direction === "up" || direction === "left";
  const block = keys[keys.indexOf(from.block) + (back ? -1 : 1)];
  if (!block) return null;
  return { block, index: direction === "up" ? counts[block] ?? 0 : direction === "down" ? 0 : Math.min(from.index, counts[block] ?? 0) };
}

/** The note that an arrow reaches among `count` notes in `across` columns.
 *  @param {number} index @param {number} count @param {number} across @param {string} key @returns {number} */
export function step(index, count, across, key) {
  const last = count - 1;
  const to = {
    ArrowRight: index + 1, ArrowLeft: index - 1, ArrowDown: index + across, ArrowUp: index - across, Home: 0, End: last,
  }[key] ?? index;
  return to < 0 || to > last ? index : to;
}

/** Where a dropped note goes among notes with these boxes, given the pointer.
 *  @param {{left:number, top:number, right:number, bottom:number}[]} boxes @param {number} x @param {number} y */
export function dropIndex(boxes, x, y) {
  const beside = boxes.some((box, i) => boxes.some((other, j) => i < j && other.left >= box.right));
  const passed = (box) => {
    if (box.bottom < y) return true;
    if (box.top > y) return false;
    return beside ? (box.left + box.right) / 2 < x : (box.top + box.bottom) / 2 < y;
  };
  return boxes.filter(passed).length;
}
