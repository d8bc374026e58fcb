"use strict";
// What makes pages live. Every page works without it.
(() => {
	const region = () => document.getElementById("live");

	// ---- live pages: a poke says only that something moved, the fragment is fetched by htmx ----
	let source = null, waiting = false, retry = 1000, paused = false, last = 0;

	function refresh() {
		const live = region();
		if (!live || waiting || paused) { return; }
		waiting = true;
		const pause = Math.max(0, 500 - (Date.now() - last));
		setTimeout(() => { waiting = false; last = Date.now(); if (region()) { htmx.trigger(region(), "poke"); } }, pause);
	}

	function connect() {
		const live = region();
		if (!live || !live.dataset.stream || source || document.hidden) { return; }
		source = new EventSource(live.dataset.stream + "&rev=" + live.dataset.rev);
		source.addEventListener("rev", () => { retry = 1000; refresh(); });
		source.onerror = () => {
			disconnect();
			const wait = Math.random() * retry;
			retry = Math.min(30000, retry * 2);
			setTimeout(() => { refresh(); connect(); }, wait);
		};
	}

	function disconnect() {
		if (source) { source.close(); source = null; }
	}

	document.addEventListener("visibilitychange", () => {
		if (document.hidden) { disconnect(); } else { refresh(); connect(); }
	});
	window.addEventListener("pagehide", disconnect);

	// ---- focus and scroll stay where they were ----
	let kept = null;
	document.addEventListener("htmx:beforeSwap", event => {
		const target = event.detail.target;
		const focused = document.activeElement;
		kept = {
			focus: focused && target.contains(focused) ? focused.id || focused.getAttribute("href") : null,
			byId: Boolean(focused && focused.id),
			scroll: [...target.querySelectorAll("[data-scroll]")].map(pane => [pane.dataset.scroll, pane.scrollTop, pane.scrollLeft])
		};
	});
	document.addEventListener("htmx:afterSettle", () => {
		if (kept) {
			for (const [name, top, left] of kept.scroll) {
				const pane = document.querySelector(`[data-scroll="${name}"]`);
				if (pane) { pane.scrollTop = top; pane.scrollLeft = left; }
			}
			if (kept.focus) {
				const again = kept.byId ? document.getElementById(kept.focus) : document.querySelector(`a[href="${CSS.escape(kept.focus)}"]`);
				const place = again || document.querySelector("#live h1");
				if (place) {
					if (!again) { place.tabIndex = -1; }
					place.focus({ preventScroll: true });
				}
			}
			kept = null;
		}
		const live = region();
		if (live) {
			document.title = live.dataset.title;
			const status = document.getElementById("status");
			if (status && status.textContent !== live.dataset.status) { status.textContent = live.dataset.status; }
			if (!live.dataset.stream) { disconnect(); }
		}
		trouble(true);
	});

	function trouble(hidden) {
		const bar = document.getElementById("trouble");
		if (bar) { bar.hidden = hidden; }
	}
	document.addEventListener("htmx:responseError", event => { if (event.detail.xhr.status !== 401) { trouble(false); } });
	document.addEventListener("htmx:sendError", () => trouble(false));

	// ---- clicks: pause, lines of the editor, copy ----
	document.addEventListener("click", event => {
		const button = event.target.closest("[data-pause]");
		if (button) {
			paused = !paused;
			button.setAttribute("aria-pressed", String(paused));
			if (!paused) { refresh(); }
		}
		const place = event.target.closest("[data-line]");
		const text = document.getElementById("definition");
		if (place && text && Number(place.dataset.line) > 0) {
			event.preventDefault();
			const lines = text.value.split("\n");
			const line = Math.min(lines.length, Number(place.dataset.line));
			const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
			text.focus();
			text.setSelectionRange(start, start + lines[line - 1].length);
			text.scrollTop = (line - 4) * parseFloat(getComputedStyle(text).lineHeight);
		}
	});

	const problem = document.getElementById("problem");
	if (problem) { problem.focus(); }
	connect();
})();
