/* The small window has done its work: tell the pages that wait, and go. */

;(() => {
  if (window.BroadcastChannel) new BroadcastChannel("newsroom-session").postMessage("signed in")
  setTimeout(() => window.close(), 200)
})()
