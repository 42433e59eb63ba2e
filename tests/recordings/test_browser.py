"""From a file on a reporter's machine to a player on a reader's telephone, in a real browser."""

import base64

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles.desk.content import clips_of, content_of
from articles.images import store
from articles.models import PublishedArticle, Recording
from tests.admin.test_browser import open_editor, save, window
from tests.cast import Cast, make_draft, step
from tests.images import pictures
from tests.public.test_policy import listen
from tests.recordings import samples

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A film of a second and a half, made by the browser itself.
FILM = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 })
  const paint = canvas.getContext("2d")
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" })
  const parts = []
  recorder.ondataavailable = (event) => parts.push(event.data)
  const ended = new Promise((resolve) => { recorder.onstop = resolve })
  recorder.start()
  for (let step = 0; step < 30; step += 1) {
    paint.fillStyle = `hsl(${step * 12} 70% 50%)`
    paint.fillRect(0, 0, 320, 180)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  recorder.stop()
  await ended
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
}"""
SRT = "1\r\n00:00:00,100 --> 00:00:01,200\r\n机器响了三声\r\n"


def test_a_film_and_a_sound_from_the_desk_to_a_reader(
    chromium: Browser, live_server: LiveServer
) -> None:
    cast = Cast()
    still = store(pictures.jpeg(), "封面.jpg", cast.reporter)
    article = make_draft(cast.reporter, cast.section)
    page, errors = window(chromium, live_server, cast.reporter, width=390)
    open_editor(page, article)
    film = base64.b64decode(page.evaluate(FILM))
    box = page.locator("[data-rows=clips]")
    chooser = box.locator("[data-recorder] input")

    # By the keyboard as well: the field itself takes the focus and shows it.
    chooser.focus()
    assert box.locator("[data-recorder]").evaluate(
        "label => getComputedStyle(label).outlineStyle"
    ) == "solid"  # fmt: skip
    chooser.set_input_files({"name": "坏.mp3", "mimeType": "audio/mpeg", "buffer": b"no sound"})
    expect(box.locator("[data-upload-said]")).to_contain_text("坏.mp3: 这不是能在这里播放的音视频")
    chooser.set_input_files(
        [
            {"name": "现场.webm", "mimeType": "video/webm", "buffer": film},
            {"name": "汽笛.wav", "mimeType": "audio/wav", "buffer": samples.wav(6)},
        ]
    )
    rows = box.locator("[data-list] > [data-row]")
    expect(rows).to_have_count(2)
    expect(box.locator("[data-upload-said]")).to_be_empty()
    first, second = rows.nth(0), rows.nth(1)
    expect(first.locator("video")).to_be_visible()
    expect(second.locator("audio")).to_be_visible()
    first.get_by_label("音视频标题").fill("车间现场")
    first.locator("[data-captions] input").set_input_files(
        {"name": "字幕.srt", "mimeType": "text/plain", "buffer": SRT.encode("gb18030")}
    )
    expect(first.locator("textarea[name$='-captions']")).to_have_value(SRT.replace("\r\n", "\n"))
    first.locator("[data-poster]").click()
    page.locator("[data-found] [data-image]").first.click()
    thumbnail = f"/admin/articles/image/file/{still.content_hash}/"
    expect(first.locator("video")).to_have_attribute("poster", thumbnail)
    assert page.locator("[data-rows=figures] [data-list] > [data-row]").count() == 0
    second.locator("[data-long=transcript] summary").click()
    second.locator("textarea[name$='-transcript']").fill("一声长长的汽笛。")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    save(page)
    assert errors == []
    seen, heard = clips_of(content_of(article))
    assert (seen["title"], seen["poster"]) == ("车间现场", still.content_hash)
    assert "机器响了三声" in seen["captions"]
    assert heard["transcript"] == "一声长长的汽笛。"
    assert Recording.objects.get(content_hash=seen["recording"]).width == 320

    step(article, "submit", cast.reporter)
    step(article, "pass", cast.second_editor)
    step(article, "publish", cast.editor)
    address = PublishedArticle.objects.get().get_absolute_url()
    reader = chromium.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}
    ).new_page()
    noise = listen(reader)
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(address, wait_until="networkidle")
    assert not [url for url in asked if "/media/" in url and not url.endswith(".vtt")]
    sizes = "[...document.querySelectorAll('audio, video')].map(each => each.offsetHeight)"
    before = reader.evaluate(sizes)
    for kind in ("video", "audio"):
        played = reader.evaluate(
            """async (kind) => {
              const player = document.querySelector(kind)
              player.muted = true
              await player.play()
              player.pause()
              player.currentTime = 0.5
              await new Promise((resolve) => player.addEventListener("seeked", resolve))
              return [player.error, player.currentTime, player.textTracks.length]
            }""",
            kind,
        )
        assert played == [None, 0.5, 1 if kind == "video" else 0]
    assert reader.evaluate(sizes) == before, "nothing moves when a player has loaded"
    cue = """async () => {
      const { textTracks } = document.querySelector("video")
      while (!textTracks[0].cues?.length) await new Promise((resolve) => setTimeout(resolve, 50))
      return textTracks[0].cues[0].text
    }"""
    assert reader.evaluate(cue) == "机器响了三声"
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    assert noise == []


def test_what_does_not_get_through_is_kept_and_holds_the_save(
    chromium: Browser, live_server: LiveServer
) -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    page, errors = window(chromium, live_server, cast.reporter)
    open_editor(page, article)
    box = page.locator("[data-rows=clips]")
    page.route("**/recording/upload/", lambda route: route.abort())
    box.locator("[data-recorder] input").set_input_files(
        {"name": "采访.mp3", "mimeType": "audio/mpeg", "buffer": samples.mp3()}
    )
    line = box.locator("[data-uploads] li")
    expect(line).to_contain_text("没有传上去")
    page.click("[data-save]")
    expect(box.locator("[data-upload-said]")).to_contain_text("还没有保存")
    page.unroute("**/recording/upload/")
    line.get_by_role("button", name="重发").click()
    expect(box.locator("audio:visible")).to_have_count(1)
    expect(line).to_have_count(0)
    save(page)
    assert len(clips_of(content_of(article))) == 1
    assert errors == []
