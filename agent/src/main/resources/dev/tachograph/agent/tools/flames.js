"use strict";
// Paths of calls as rows of frames, the caller above what it calls. Every frame is a button, as wide as what it and
// all that it calls cost: so the keyboard and screen readers have it, too.
const flameGraph = (() => {
  const ROW = 22; // pixels
  const NARROWEST = 0.001; // of the graph's width
  const COLOURS = 8;
  const [ALL, ACCOUNT, FUNCTION, NATIVE, LEFT_OUT] = [0, 1, 2, 3, 4];

  // flames: {names, nodes, left} of the page's data; measures: the resources of a node's numbers, in their order
  return (home, flames, measures, { element, words, digits }) => {
    // Functions of a script have one colour.
    const colours = new Map();
    const colour = (script) => {
      if (!colours.has(script)) {
        colours.set(script, "colour" + colours.size % COLOURS);
      }
      return colours.get(script);
    };
    const nodes = flames.nodes.map(([parent, kind, at, ...totals], id) =>
      ({ id, parent, kind, totals, children: [], ...described(kind, at), matches: false }));
    for (const node of nodes) {
      node.parent = node.parent < 0 ? null : nodes[node.parent];
      if (node.parent) {
        node.parent.children.push(node);
      }
    }
    nodes.forEach((node) => node.children.sort((a, b) => (a.kind === LEFT_OUT) - (b.kind === LEFT_OUT))); // at the end
    const accounts = nodes.filter((node) => node.kind === ACCOUNT);
    const single = accounts.length === 1;

    function described(kind, at) {
      const [label, script] = at === null ? [null, null] : flames.names[at];
      const words = { [ALL]: "all accounts", [ACCOUNT]: label || "(nameless)", [FUNCTION]: label,
        [NATIVE]: "(no function)", [LEFT_OUT]: "(left out)" };
      return { label: words[kind], colour: kind === FUNCTION ? colour(script) : kind === LEFT_OUT ? "left" : "plain" };
    }

    const measure = element("select", { id: "flame-measure" }, ...measures.map((resource, i) =>
      element("option", { value: String(i) }, resource.key)));
    const account = element("select", { id: "flame-account" },
      single ? null : element("option", { value: String(nodes[0].id) }, "all accounts"),
      ...accounts.map((node) => element("option", { value: String(node.id) }, node.label)));
    const search = element("input", { type: "search", id: "flame-search", autocomplete: "off", spellcheck: "false" });
    const found = element("span", { class: "note", role: "status" });
    const back = element("button", { type: "button", class: "more" }, "Zoom out");
    const rows = element("div", { class: "flame-rows" });
    const graph = element("div", { class: "flame", id: "flame", role: "group", "aria-label": "Flame graph", "aria-describedby": "flame-keys" }, rows);
    const about = element("p", { class: "note", id: "flame-about" });
    const keys = element("p", { class: "note", id: "flame-keys" }, "A frame is as wide as what the function and all that it calls cost; what is "
      + "below it was called by it. Click or Enter zooms in, Escape zooms out, arrows go from frame to frame."
      + (flames.left > 0 ? " Paths that cost least are summed up as (left out): " + digits(flames.left) + "." : ""));
    home.append(keys, element("div", { class: "bar" }, element("label", {}, "Measure", measure), element("label", {}, "Account", account),
      element("label", {}, "Search", search), back, found), graph, about);

    let top = single ? accounts[0] : nodes[0];
    let shown = top;
    let frames = new Map();
    let lines = [];
    let tabStop = null;

    const resource = () => measures[Number(measure.value)];
    const exactly = (node) => node.totals[Number(measure.value)];
    const value = (node) => Number(exactly(node));
    const self = (node) => node.children.reduce((rest, child) => rest - BigInt(exactly(child)), BigInt(exactly(node)));
    const percent = (part, whole) => whole > 0 ? (part / whole * 100).toFixed(part < whole / 10 ? 2 : 1) + "%" : "0%";

    function describe(node) {
      return node.label + ": " + words(resource(), exactly(node)) + ", " + percent(value(node), value(top)) + " of " + top.label
        + (node.kind === FUNCTION ? "; " + words(resource(), Number(self(node))) + " by itself" : "");
    }

    function draw() {
      frames = new Map();
      lines = [];
      const open = [];
      for (let node = shown; ; node = node.parent) {
        open.unshift(node);
        if (node === top) {
          break;
        }
      }
      open.forEach((node, row) => place(node, 0, 1, row, node !== shown));
      const whole = value(shown);
      const stack = whole > 0 ? [[shown, 0, open.length]] : [];
      while (stack.length > 0) {
        const [parent, from, row] = stack.pop();
        let left = from;
        for (const child of parent.children) {
          const width = value(child) / whole;
          if (width >= NARROWEST) {
            place(child, left, width, row, false);
            stack.push([child, left, row + 1]);
          }
          left += width;
        }
      }
      lines.forEach((line) => line.sort((a, b) => a.left - b.left));
      rows.replaceChildren(...lines.flat().map((frame) => frame.button));
      rows.style.height = lines.length * ROW + "px";
      stop(shown);
      back.disabled = shown === top;
      about.textContent = describe(shown);
      mark();
    }

    function place(node, left, width, row, above) {
      const button = element("button", { type: "button", class: "frame " + node.colour + (above ? " above" : ""), tabindex: "-1",
        "aria-label": describe(node) }, element("bdi", {}, node.label));
      // Through the object model: the page's policy forbids style attributes.
      button.style.left = left * 100 + "%";
      button.style.width = width * 100 + "%";
      button.style.top = row * ROW + "px";
      button.addEventListener("click", () => zoom(node));
      button.addEventListener("mouseenter", () => { about.textContent = describe(node); });
      button.addEventListener("focus", () => { about.textContent = describe(node); });
      const frame = { node, button, left, width, row };
      frames.set(node, frame);
      (lines[row] = lines[row] || []).push(frame);
    }

    // Tab goes to one frame; arrows go from there.
    function stop(node) {
      if (frames.has(tabStop)) {
        frames.get(tabStop).button.tabIndex = -1;
      }
      tabStop = node;
      frames.get(node).button.tabIndex = 0;
    }

    function zoom(node) {
      if (node.children.length === 0 || value(node) === 0) {
        return;
      }
      shown = node;
      draw();
      frames.get(node).button.focus();
    }

    function mark() {
      const wanted = search.value.trim().toLowerCase();
      let matching = 0;
      let cost = 0;
      const stack = [[shown, false]];
      nodes.forEach((node) => { node.matches = false; });
      while (stack.length > 0) {
        const [node, within] = stack.pop();
        node.matches = wanted !== "" && node.kind === FUNCTION && node.label.toLowerCase().includes(wanted);
        matching += node.matches ? 1 : 0;
        cost += node.matches && !within ? value(node) : 0;
        node.children.forEach((child) => stack.push([child, within || node.matches]));
      }
      frames.forEach(({ node, button }) => {
        button.classList.toggle("match", node.matches);
        button.classList.toggle("dim", wanted !== "" && !node.matches);
      });
      found.textContent = wanted === "" ? "" : digits(matching) + (matching === 1 ? " frame matches: " : " frames match: ")
        + percent(cost, value(shown)) + " of what is shown";
    }

    function next(from, key) {
      const line = lines[from.row];
      switch (key) {
        case "ArrowLeft": return line[line.indexOf(from) - 1];
        case "ArrowRight": return line[line.indexOf(from) + 1];
        case "ArrowUp": return frames.get(from.node.parent);
        case "ArrowDown": return from.node.children.map((child) => frames.get(child)).filter(Boolean)
          .reduce((most, frame) => most && most.width >= frame.width ? most : frame, undefined);
        default: return undefined;
      }
    }

    graph.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && shown !== top) {
        zoom(shown.parent);
        event.preventDefault();
      } else if (event.key.startsWith("Arrow") && frames.has(tabStop)) {
        const to = next(frames.get(tabStop), event.key);
        if (to) {
          stop(to.node);
          to.button.focus();
        }
        event.preventDefault();
      }
    });
    back.addEventListener("click", () => {
      shown = shown.parent;
      draw();
      if (back.disabled) {
        frames.get(shown).button.focus(); // rather than nowhere
      }
    });
    search.addEventListener("input", mark);
    measure.addEventListener("change", () => {
      if (value(shown) === 0) {
        shown = top;
      }
      draw();
    });
    account.addEventListener("change", () => {
      top = nodes[Number(account.value)];
      shown = top;
      draw();
    });
    const first = measures.findIndex((unused, i) => Number(top.totals[i]) > 0);
    measure.value = String(Math.max(0, first));
    draw();
  };
})();
