// Sending: a file goes out piece by piece, and what was looked at is put in. What gets no answer is sent again: the
// kernel keeps a piece once, and writes a file once.

/** Milliseconds after which a message without an answer is sent again. */
const AGAIN = 15_000;

/** @param {any} client @param {{sheet:string, progress:(share:number)=>void, weighed:(message:any)=>void,
 *   brought:(message:any, doubtful:boolean)=>void, lost:()=>void}} page `brought` is told whether an earlier answer may
 *   have been lost; `lost` is called while there is no connection */
export function createSending(client, { sheet, progress, weighed, brought, lost }) {
  const workbook = client.state.workbook.id;
  /** @type {any} */ let file = null; // {id, name, pieces}
  /** @type {any} */ let waiting = null; // the message that has no answer yet
  let doubtful = false;
  /** @type {any} */ let timer = 0;

  function post(/** @type {any} */ message) {
    clearTimeout(timer);
    waiting = message;
    if (!client.send({ ...message, workbook, client: client.id })) lost();
    timer = setTimeout(again, AGAIN);
  }

  function again() {
    doubtful = true;
    if (waiting) post(waiting);
  }

  function piece(/** @type {number} */ part) {
    progress(part / file.pieces.length);
    post({ t: "weigh", sheet, name: file.name, file: file.id, part, parts: file.pieces.length, data: file.pieces[part] });
  }

  function answered() {
    clearTimeout(timer);
    waiting = null;
  }

  const offs = [
    client.on("message", (/** @type {any} */ message) => {
      if (message.t === "weighing" && message.file === file?.id && waiting?.t === "weigh") piece(Math.min(message.next, file.pieces.length - 1));
      else if (message.t === "weighed" && message.file === file?.id) { answered(); weighed(message); }
      else if (message.t === "brought" && message.token === waiting?.token) { answered(); brought(message, doubtful); }
    }),
    client.on("back", again),
    client.on("status", () => { if (waiting && client.status().since) lost(); }),
  ];

  return {
    /** Send a file to be looked at. @param {string} name @param {string[]} pieces */
    weigh(name, pieces) {
      file = { id: client.newId(), name, pieces };
      piece(0);
    },
    /** Put in what was looked at. @param {string} token */
    bring(token) {
      doubtful = false;
      post({ t: "bring", token });
    },
    destroy() {
      answered();
      offs.forEach((off) => off());
    },
  };
}
