// The linking graph: shared things as discs, accounts as dots around them. Positions come from the
// server; here they are drawn, panned, zoomed and asked about.
"use strict";

(() => {
  const COLOURS = { text: "--accent", ip: "--blue", signup_ip: "--blue", payment: "--teal", device: "--plum",
    org: "--plum", email_domain: "--olive", headers: "--slate", handover: "--amber" };

  const CORNERS = { ip: 4, signup_ip: 4, payment: 3, device: 5, email_domain: 6, headers: 8, tls: 8, handover: 4 };
  const TURNS = { ip: Math.PI / 4, signup_ip: Math.PI / 4, headers: Math.PI / 8, tls: Math.PI / 8 };

  class Board {
    constructor(root, graph) {
      this.root = root;
      this.graph = graph;
      this.canvas = root.querySelector("canvas");
      this.said = root.querySelector(".board-said span");
      this.pen = this.canvas.getContext("2d");
      this.frames = 0;
      this.found = null;
      this.asked = false;
      this.index();
      this.listen();
      this.resize();
    }

    // Dots in cells of a grid, so that the one under the pointer is found without trying all.
    index() {
      this.size = 24;
      this.cells = new Map();
      this.graph.dots.forEach((dot, at) => {
        const key = this.key(dot.x, dot.y);
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(at);
      });
    }

    key(x, y) { return `${Math.floor(x / this.size)} ${Math.floor(y / this.size)}`; }

    listen() {
      const canvas = this.canvas;
      const held = new Map();
      canvas.addEventListener("pointerdown", (event) => {
        canvas.setPointerCapture(event.pointerId);
        held.set(event.pointerId, event);
        this.moved = 0;
      });
      canvas.addEventListener("pointermove", (event) => {
        const before = held.get(event.pointerId);
        if (!before) return void this.look(event);
        this.moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
        if (held.size === 2) {
          const other = [...held.values()].find((one) => one.pointerId !== event.pointerId);
          const span = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
          this.zoom(span(event) / Math.max(span(before), 1), event.offsetX, event.offsetY);
        } else {
          this.x += event.clientX - before.clientX;
          this.y += event.clientY - before.clientY;
        }
        held.set(event.pointerId, event);
        this.ask();
      });
      const drop = (event) => {
        if (held.delete(event.pointerId) && this.moved < 4) this.look(event, true);
      };
      canvas.addEventListener("pointerup", drop);
      canvas.addEventListener("pointercancel", drop);
      canvas.addEventListener("wheel", (event) => {
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 500), event.offsetX, event.offsetY);
        this.ask();
      }, { passive: false });
      canvas.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
        if (step) { this.x += step[0]; this.y += step[1]; }
        else if (event.key === "+" || event.key === "=") this.zoom(1.25, this.width / 2, this.height / 2);
        else if (event.key === "-") this.zoom(0.8, this.width / 2, this.height / 2);
        else if (event.key === "0") this.fit();
        else return;
        event.preventDefault();
        this.ask();
      });
      this.root.querySelector("[data-zoom=in]").addEventListener("click", () => { this.zoom(1.4, this.width / 2, this.height / 2); this.ask(); });
      this.root.querySelector("[data-zoom=out]").addEventListener("click", () => { this.zoom(1 / 1.4, this.width / 2, this.height / 2); this.ask(); });
      this.root.querySelector("[data-zoom=fit]").addEventListener("click", () => { this.fit(); this.ask(); });
      new ResizeObserver(() => this.resize()).observe(canvas);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.inks(); this.ask(); });
    }

    inks() {
      const style = getComputedStyle(this.root);
      const ink = (name) => style.getPropertyValue(name).trim();
      this.ink = { paper: ink("--paper"), raised: ink("--raised"), ink: ink("--ink"), soft: ink("--soft"),
        hair: ink("--hair"), others: ink("--others"), sign: ink("--on-sign"), slate: ink("--slate"),
        family: style.fontFamily };
      this.kinds = {};
      for (const thing of this.graph.things) {
        this.kinds[thing.kind] = ink(COLOURS[thing.kind] || "--slate");
      }
    }

    resize() {
      const box = this.canvas.getBoundingClientRect();
      const first = !this.width;
      this.ratio = devicePixelRatio || 1;
      this.width = box.width;
      this.height = box.height;
      this.canvas.width = Math.round(box.width * this.ratio);
      this.canvas.height = Math.round(box.height * this.ratio);
      this.inks();
      if (first) this.fit();
      this.ask();
    }

    fit() {
      const [left, top, right, bottom] = this.graph.bounds;
      this.scale = Math.min(this.width / (right - left + 40), this.height / (bottom - top + 40), 2.5);
      this.x = this.width / 2 - ((left + right) / 2) * this.scale;
      this.y = this.height / 2 - ((top + bottom) / 2) * this.scale;
    }

    zoom(factor, x, y) {
      const scale = Math.min(Math.max(this.scale * factor, 0.02), 8);
      this.x = x - ((x - this.x) * scale) / this.scale;
      this.y = y - ((y - this.y) * scale) / this.scale;
      this.scale = scale;
    }

    look(event, pressed = false) {
      const x = (event.offsetX - this.x) / this.scale;
      const y = (event.offsetY - this.y) / this.scale;
      const reach = Math.max(5, 6 / this.scale);
      const { dots, things } = this.graph;
      let found = null;
      let nearest = reach * reach;
      for (let dx = -1; dx <= 1; dx += 1) {
        for (let dy = -1; dy <= 1; dy += 1) {
          for (const at of this.cells.get(this.key(x + dx * this.size, y + dy * this.size)) || []) {
            const far = (dots[at].x - x) ** 2 + (dots[at].y - y) ** 2;
            if (far < nearest) { nearest = far; found = { dot: at }; }
          }
        }
      }
      if (!found) {
        const at = things.findIndex((thing) => (thing.x - x) ** 2 + (thing.y - y) ** 2 < 144);
        if (at >= 0) found = { thing: at };
      }
      const same = found && this.found && found.dot === this.found.dot && found.thing === this.found.thing;
      if (!same && (found || this.found)) {
        this.found = found;
        this.tell();
        this.ask();
      }
      if (pressed && found && found.dot !== undefined) {
        location.assign(`/accounts/${encodeURIComponent(dots[found.dot].account)}`);
      }
    }

    tell() {
      const { dots, things } = this.graph;
      if (!this.found) { this.said.textContent = ""; return; }
      if (this.found.thing !== undefined) {
        this.said.textContent = things[this.found.thing].words;
        return;
      }
      const dot = dots[this.found.dot];
      const carried = dot.things.map((at) => things[at].number).join(", ");
      this.said.textContent = `Account ${dot.name}` + (carried ? `, carries ${carried}` : ", carries none of the things drawn");
    }

    ask() {
      if (this.asked) return;
      this.asked = true;
      requestAnimationFrame(() => { this.asked = false; this.draw(); });
    }

    draw() {
      const { pen, ink, scale } = this;
      const { dots, things, joins } = this.graph;
      pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      pen.fillStyle = ink.paper;
      pen.fillRect(0, 0, this.width, this.height);
      pen.translate(this.x, this.y);
      pen.scale(scale, scale);
      pen.lineCap = "round";
      pen.strokeStyle = ink.others;
      pen.globalAlpha = 0.4;
      for (const [from, to, accounts] of joins) {
        pen.lineWidth = 0.6 + 0.55 * Math.log2(1 + accounts);
        pen.beginPath();
        pen.moveTo(things[from].x, things[from].y);
        pen.lineTo(things[to].x, things[to].y);
        pen.stroke();
      }
      pen.globalAlpha = 1;
      for (const thing of things) {
        if (thing.r <= 12) continue;
        pen.beginPath();
        pen.arc(thing.x, thing.y, thing.r, 0, 2 * Math.PI);
        pen.fillStyle = ink.raised;
        pen.fill();
        pen.strokeStyle = ink.hair;
        pen.lineWidth = 1 / scale;
        pen.stroke();
      }
      // All dots in one path: one fill for thousands.
      pen.fillStyle = ink.ink;
      pen.globalAlpha = 0.78;
      pen.beginPath();
      const left = -this.x / scale - 4, right = (this.width - this.x) / scale + 4;
      const top = -this.y / scale - 4, bottom = (this.height - this.y) / scale + 4;
      const size = Math.min(3, Math.max(2.4, 1 / scale));
      for (const dot of dots) {
        if (dot.x < left || dot.x > right || dot.y < top || dot.y > bottom) continue;
        if (scale < 0.6) pen.rect(dot.x - size, dot.y - size, 2 * size, 2 * size);
        else { pen.moveTo(dot.x + size, dot.y); pen.arc(dot.x, dot.y, size, 0, 2 * Math.PI); }
      }
      pen.fill();
      pen.globalAlpha = 1;
      this.highlight();
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      for (const thing of things) this.hub(thing);
      this.frames += 1;
      this.canvas.dataset.frames = String(this.frames);
    }

    // The same signs as in the list: a disc, or a polygon with as many corners as its kind has.
    shape(thing, size) {
      const corners = CORNERS[thing.kind];
      if (!corners) return void this.pen.arc(thing.x, thing.y, size, 0, 2 * Math.PI);
      const wide = size * (corners === 3 ? 1.35 : 1.12);
      for (let at = 0; at < corners; at += 1) {
        const angle = (TURNS[thing.kind] || 0) - Math.PI / 2 + (2 * Math.PI * at) / corners;
        this.pen.lineTo(thing.x + wide * Math.cos(angle), thing.y + wide * Math.sin(angle));
      }
      this.pen.closePath();
    }

    hub(thing) {
      const { pen, ink, scale } = this;
      const size = Math.max(10, Math.min(10 / scale, 16, thing.r * 0.3));
      pen.beginPath();
      this.shape(thing, size);
      pen.fillStyle = this.kinds[thing.kind];
      pen.fill();
      if (thing.elsewhere) {
        pen.setLineDash([3, 2.4]);
        pen.strokeStyle = ink.ink;
        pen.lineWidth = 1.6;
        pen.stroke();
        pen.setLineDash([]);
      }
      pen.fillStyle = ink.sign;
      pen.font = `650 ${size}px ${ink.family}`;
      pen.fillText(String(thing.number), thing.x, thing.y + 0.5);
      if (scale > 0.9 && this.graph.things.length <= 60) {
        pen.font = `11px ${ink.family}`;
        pen.lineWidth = 4;
        pen.strokeStyle = ink.paper;
        pen.lineJoin = "round";
        pen.strokeText(thing.label, thing.x, thing.y + thing.r + 9);
        pen.fillStyle = ink.soft;
        pen.fillText(thing.label, thing.x, thing.y + thing.r + 9);
      }
    }

    highlight() {
      if (!this.found) return;
      const { pen, ink } = this;
      const { dots, things } = this.graph;
      pen.strokeStyle = ink.ink;
      pen.lineWidth = 1.4 / this.scale;
      const draw = (dot, thing) => { pen.moveTo(dot.x, dot.y); pen.lineTo(thing.x, thing.y); };
      pen.beginPath();
      if (this.found.dot !== undefined) {
        const dot = dots[this.found.dot];
        for (const at of dot.things) draw(dot, things[at]);
      } else {
        pen.globalAlpha = 0.35;
        for (const dot of dots) if (dot.things.includes(this.found.thing)) draw(dot, things[this.found.thing]);
      }
      pen.stroke();
      pen.globalAlpha = 1;
      if (this.found.dot !== undefined) {
        const dot = dots[this.found.dot];
        pen.beginPath();
        pen.arc(dot.x, dot.y, 5, 0, 2 * Math.PI);
        pen.fillStyle = ink.ink;
        pen.fill();
      }
    }
  }

  async function begin(root) {
    const answer = await fetch(root.dataset.source, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the graph's data: status ${answer.status}`);
    root.board = new Board(root, await answer.json());
    root.dataset.ready = "yes";
  }

  for (const root of document.querySelectorAll(".board[data-source]")) {
    begin(root).catch(() => { root.querySelector(".board-said span").textContent = "The drawing could not be loaded. The table below says the same."; });
  }
})();
