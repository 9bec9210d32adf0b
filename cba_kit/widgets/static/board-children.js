// Putting the children of a list in order without moving the one in which a person works.

/** Let `parent` hold exactly `wanted`, in this order. The child that holds the focus is never taken out.
 *  @param {Element} parent @param {Element[]} wanted */
export function setChildren(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  const focused = wanted.find((child) => child.contains(document.activeElement));
  let next = parent.firstElementChild;
  for (const child of wanted) {
    if (child === focused && child.parentElement === parent) {
      while (next && next !== child) {
        const late = next;
        next = next.nextElementSibling;
        parent.append(late);
      }
    }
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}
