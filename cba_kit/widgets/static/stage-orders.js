// Orders: what a facilitator sets is sent until the server has confirmed it, so that a broken line loses no step.

/** Milliseconds without an answer before an order is sent again: the same order twice does no harm. */
const AGAIN = 5000;

/** @param {any} client @param {(how:"sending"|"done"|"failed", message:{workbooks:string[], text?:string}) => void} tell */
export function createOrders(client, tell) {
  /** @type {any[]} oldest first */ let waiting = [];
  let asked = 0;

  function send() {
    asked = performance.now();
    for (const message of waiting) client.send(message);
  }

  const offs = [
    client.on("message", (/** @type {any} */ message) => {
      if (message?.t !== "staged" || !waiting.length) return;
      waiting.shift();
      if (!waiting.length) tell("done", message);
    }),
    client.on("trouble", (/** @type {string} */ text) => {
      if (!waiting.length) return;
      waiting = [];
      tell("failed", { workbooks: [], text });
    }),
    client.on("back", send),
    client.on("status", () => { if (waiting.length && performance.now() - asked > AGAIN) send(); }),
  ];

  return {
    /** @param {{workbooks:string[], sheet:string, fields:Object<string,any>}} order */
    give({ workbooks, sheet, fields }) {
      const message = { t: "stage", workbooks, sheet, fields, client: client.id };
      waiting.push(message);
      if (waiting.length === 1) asked = performance.now();
      client.send(message);
      tell("sending", message);
    },
    destroy: () => offs.forEach((off) => off()),
  };
}
