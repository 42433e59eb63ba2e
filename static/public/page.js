// The reading aids. Every page is whole without them; their words stand in the page itself.
"use strict";
(() => {
  const root = document.documentElement;
  const find = (what) => document.querySelector(what);
  const each = (what, act) => document.querySelectorAll(what).forEach(act);

  // --- Saying: seen for a while, and read out by a screen reader --------------------------------

  let unsaid = 0;
  const say = (text) => {
    const place = find("#said");
    clearTimeout(unsaid);
    place.textContent = text;
    unsaid = setTimeout(() => (place.textContent = ""), 6000);
  };

  // --- Size and mode: remembered in this browser, and only there ---------------------------------

  const recall = (name) => {
    try {
      return localStorage.getItem(`reader.${name}`) || "";
    } catch {
      return root.dataset[name] || "";
    }
  };
  const choose = (name, value) => {
    try {
      localStorage.setItem(`reader.${name}`, value);
    } catch {
      // Then it holds for this page.
    }
    show(name, value);
  };
  const show = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    if (name === "size") {
      each("[data-do=size]", (it) => it.setAttribute("aria-pressed", it.value === value));
    }
  };
  const showAll = () => ["size", "mode"].forEach((name) => show(name, recall(name)));
  showAll();
  // A page that the browser brings back, and one that is open in another window.
  addEventListener("pageshow", (event) => event.persisted && showAll());
  addEventListener("storage", showAll);
  if (location.hash === "#elder") choose("mode", "elder");

  // --- Reading aloud: sentence by sentence, since browsers stop in long texts and some cannot ----
  // --- pause. A pause ends the sentence, going on begins it again. --------------------------------

  const speech = window.speechSynthesis;
  const player = find(".player");
  const language = root.lang.slice(0, 2);
  let parts = [];
  let at = 0;
  let turn = 0;
  let utterance = null; // held here, or a browser forgets it and never says that it has ended

  const voice = () => {
    const known = speech.getVoices().filter(
      (it) => it.lang.slice(0, 2) === language && !/^zh.HK/i.test(it.lang),
    );
    return known.find((it) => /CN|Hans/i.test(it.lang)) || known[0];
  };
  const sentences = () =>
    [...document.querySelectorAll(".story h1, .story .deck, .story-body :is(p, h2, h3, li)")]
      .filter((it) => !it.closest("figure, .album, .table, li li"))
      .flatMap((it) =>
        (it.textContent.replace(/\s+/g, " ").match(/.+?(?:[。！？；]+[”’」』）]*|[.!?;]+[”’)]*(?=\s)|$)/g) || []).map(
          (text) => [it, text.trim()],
        ),
      )
      .filter(([, text]) => /[\p{L}\p{N}]/u.test(text));
  const draw = (reading) => {
    const { start, wait, goOn } = player.dataset;
    player.hidden = !parts.length;
    each("[data-do=listen]", (it) => {
      it.textContent = reading ? wait : parts.length ? goOn : start;
    });
    each(".spoken", (it) => it.classList.remove("spoken"));
    if (!parts.length) return;
    const here = parts[at][0];
    const blocks = [...new Set(parts.map(([it]) => it))];
    here.classList.add("spoken");
    find("[data-place]").textContent = `${blocks.indexOf(here) + 1}/${blocks.length}`;
    const { top, bottom } = here.getBoundingClientRect();
    if (reading && (top < 0 || bottom > innerHeight - player.offsetHeight)) {
      here.scrollIntoView({ block: "center" });
    }
  };
  const hush = () => {
    turn += 1;
    speech.cancel();
  };
  const stop = () => {
    hush();
    const hadFocus = player.contains(document.activeElement);
    parts = [];
    draw(false);
    utterance = null;
    if (hadFocus) find(".listen").focus();
  };
  const speak = () => {
    const mine = ++turn;
    utterance = new SpeechSynthesisUtterance(parts[at][1]);
    utterance.voice = voice();
    utterance.lang = utterance.voice.lang;
    utterance.onend = () => {
      if (mine !== turn) return;
      at += 1;
      if (at < parts.length) speak();
      else {
        stop();
        say(player.dataset.over);
      }
    };
    utterance.onerror = () => {
      if (mine !== turn) return;
      stop();
      say(player.dataset.failed);
    };
    speech.speak(utterance);
    draw(true);
  };
  if (speech && player) {
    const heard = () => voice() && (root.dataset.voice = "");
    heard();
    speech.addEventListener?.("voiceschanged", heard);
    addEventListener("pagehide", () => parts.length && stop());
  }

  // --- What is pressed ---------------------------------------------------------------------------

  const acts = {
    size: (it) => choose("size", it.value),
    mode: (it, event) => {
      // With the anchor still in the address the way back leads through the address.
      if (it.dataset.value || location.hash !== "#elder") event.preventDefault();
      choose("mode", it.dataset.value);
      say(it.dataset.said);
      find(it.dataset.value ? ".elder-off" : ".elder-on").focus();
    },
    listen: () => {
      if (utterance && parts.length) {
        hush();
        utterance = null;
        draw(false);
        return;
      }
      if (!parts.length) [parts, at] = [sentences(), 0];
      if (parts.length) speak();
    },
    stop,
    copy: async (it) => {
      const address = find(".address");
      try {
        await navigator.clipboard.writeText(address.textContent);
        say(it.dataset.said);
      } catch {
        getSelection().selectAllChildren(address);
        say(document.execCommand("copy") ? it.dataset.said : it.dataset.failed);
      }
    },
    send: () =>
      navigator
        .share({ title: find("h1").textContent, url: find(".address").textContent })
        .catch(() => {}), // the reader changed their mind
  };
  const share = find(".share");
  document.addEventListener("click", (event) => {
    const it = event.target.closest("[data-do]");
    if (it) acts[it.dataset.do](it, event);
    if (share && !share.contains(event.target)) share.open = false;
  });
  share?.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !share.contains(relatedTarget)) share.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (share?.open) {
      share.open = false;
      find(".share summary").focus();
    } else if (parts.length) stop();
  });
  if (navigator.share) each("[data-do=send]", (it) => (it.hidden = false));

  // --- Counted once, when it was in front of somebody for a while: only a number goes out ---------

  const story = find("[data-read]");
  if (story) {
    const { read } = story.dataset;
    let seconds = 5;
    const clock = setInterval(() => {
      if (document.hidden || --seconds) return;
      clearInterval(clock);
      try {
        // Reading it again from the same tab counts once.
        if (sessionStorage.getItem(read)) return;
        sessionStorage.setItem(read, "1");
      } catch {
        // Then it may count again.
      }
      fetch(read, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
    }, 1000);
  }
})();
