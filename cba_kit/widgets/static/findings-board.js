// Thinking on a board: the questions about it, what is known about one note, and the picture of its numbers.
import { mountFigure } from "./findings-figure.js";
import { mountFindings } from "./findings.js";
import { createFacts } from "./note-facts.js";

/** @param {any} board the editor's shared state, see board.js
 *  @param {{rail:HTMLElement, main:HTMLElement}} places questions and facts stand in the rail, the picture below the board */
export function createThinking(board, { rail, main }) {
  const { client, template, go } = board;
  const findings = mountFindings(rail, { client, template, go, show: (id) => board.focus(id) });
  const facts = createFacts(rail, { client, template, go, back: (id) => board.focus(id) });
  const figure = mountFigure(main, { client, template });
  return {
    /** Open what is known about a note. @param {string} id */
    open: (id) => facts.open(id),
    /** Entries changed. @param {Set<string>|null} ids */
    update(ids) {
      findings.update(ids);
      facts.update(ids);
      figure.update(ids);
    },
    destroy() {
      findings.destroy();
      facts.destroy();
      figure.destroy();
    },
  };
}
