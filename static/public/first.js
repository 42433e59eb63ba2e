// Runs before the first paint, so that nothing jumps: what this reader chose the last time, and
// that there are scripts at all.
(() => {
  const chosen = document.documentElement.dataset;
  chosen.script = "";
  try {
    for (const name of ["size", "mode"]) {
      const value = localStorage.getItem(`reader.${name}`);
      if (value) chosen[name] = value;
    }
  } catch {
    // A browser may refuse to remember: everything works for this page then.
  }
})();
