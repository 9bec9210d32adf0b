const bytes = (view) => [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)].join(" ");

export default {
  initialize({ model }) {
    model.set("made", model.get("made") + 1);
    model.save_changes();
  },
  render({ model, el, experimental }) {
    const show = (name, text) => { el.querySelector(`.${name}`).textContent = text; };
    const press = (name, act) => {
      const button = Object.assign(document.createElement("button"), { textContent: name, onclick: act });
      el.append(button);
    };
    el.innerHTML = `<p class="value"></p><p class="data"></p><p class="said"></p><p class="twice"></p>`;
    press("More", () => {
      model.set("value", model.get("value") + 1);
      model.set("data", new Uint8Array([...new Uint8Array(model.get("data").buffer), 7]));
      model.save_changes();
    });
    press("Send", () => model.send({ t: "send" }, undefined, [Uint8Array.of(1, 2, 3)]));
    press("Shut", () => model.send({ t: "close" }));
    press("Call", async () => {
      const [answer, [view]] = await experimental.invoke("double", { n: 21 }, { buffers: [Uint8Array.of(9)] });
      show("twice", `${answer.n} ${bytes(view)}`);
    });
    const draw = () => {
      show("value", model.get("value"));
      show("data", bytes(model.get("data")));
    };
    model.on("change:value change:data", draw);
    model.on("msg:custom", (said, [view]) => { if (view && said.t) show("said", `${said.t}: ${bytes(view)}`); });
    draw();
    return () => { document.body.dataset.cleaned = "yes"; };
  },
};
