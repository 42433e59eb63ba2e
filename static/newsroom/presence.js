/* Who else has this piece open. On the edit screen every beat says that this window is open, too;
   it is over when the page goes, or 45 seconds after the last beat. */

;(() => {
  const panel = document.querySelector("[data-presence]")
  if (!panel) return
  const BEAT = 15000
  const form = document.getElementById("article_form")
  const writes = form && window.newsroom?.sitting
  const people = panel.querySelector("[data-people]")

  function ask(more = {}, last = false) {
    const { url, article, version } = panel.dataset
    if (!writes) return fetch(`${url}?article=${article}&version=${version}`)
    return fetch(url, {
      method: "POST",
      keepalive: last,
      headers: {
        "Content-Type": "application/json", Accept: "application/json",
        "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body: JSON.stringify({
        as: form.dataset.person, sitting: window.newsroom.sitting(), article, version, ...more,
      }),
    })
  }

  function show(sentences) {
    const now = Array.from(people.children, (item) => item.textContent)
    // Said once, not at every beat.
    if (JSON.stringify(now) === JSON.stringify(sentences)) return
    people.replaceChildren(
      ...sentences.map((sentence) => {
        const item = document.createElement("li")
        item.textContent = sentence
        return item
      }),
    )
    panel.hidden = !sentences.length
  }

  async function beat() {
    try {
      const response = await ask()
      if (response.status === 401) window.dispatchEvent(new Event("newsroom:signed-out"))
      if (!response.ok) return
      const { here, moved } = await response.json()
      show(moved ? [...here, moved] : here)
    } catch {
      /* No network: what was shown stays, until the next beat. */
    }
  }

  beat()
  setInterval(beat, BEAT)
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) beat()
  })
  window.addEventListener("newsroom:signed-in", beat)
  if (writes) {
    window.addEventListener("pagehide", () => {
      ask({ leave: true }, true).catch(() => null)
    })
  }
})()
