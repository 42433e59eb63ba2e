"""Files as they arrive: honest ones, odd ones and hostile ones, all made here."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageDraw


def photo(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """Many colours and no edge: what a camera makes."""
    gradient = Image.linear_gradient("L").resize(size)
    bands = [gradient, gradient.transpose(Image.Transpose.ROTATE_180)]
    bands += [Image.effect_noise(size, 40), gradient]
    return Image.merge(mode, bands[: len(mode)]) if len(mode) > 1 else bands[2].convert(mode)


def drawing(size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((20, 20, 120, 90), fill="red", outline="black")
    return picture.convert(mode)


def arrows() -> Image.Image:
    """Black above, white below, on 40 × 80: shows whether a picture was turned."""
    picture = Image.new("L", (40, 80), 255)
    picture.paste(0, (0, 0, 40, 40))
    return picture.convert("RGB")


def saved(picture: Image.Image, file_format: str, **options: Any) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def jpeg(**options: Any) -> bytes:
    return saved(photo(), "JPEG", **options)


def jpeg_of(size: tuple[int, int], **options: Any) -> bytes:
    return saved(photo(size), "JPEG", **options)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def exif(orientation: int = 1, gps: bool = False, **texts: str) -> Image.Exif:
    """Tags by their EXIF names: ImageDescription, Artist, Copyright."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x0110] = "Camera of the picture desk"
    numbers = {"ImageDescription": 0x010E, "Artist": 0x013B, "Copyright": 0x8298}
    for name, text in texts.items():
        tags[numbers[name]] = text
    if gps:
        place = tags.get_ifd(0x8825)
        place[1], place[2] = "N", (34.0, 15.0, 30.0)
        place[3], place[4] = "E", (108.0, 56.0, 20.0)
    return tags


def with_iptc(data: bytes, **texts: bytes) -> bytes:
    """A JPEG with an IPTC block: byline, credit, copyright, caption."""
    numbers = {"byline": 80, "credit": 110, "copyright": 116, "caption": 120}
    block = b"".join(
        bytes((0x1C, 2, numbers[name])) + struct.pack(">H", len(text)) + text
        for name, text in texts.items()
    )
    resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block
    resource += b"\0" * (len(block) % 2)
    segment = b"Photoshop 3.0\0" + resource
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that claim to be a poster, with all its rows when there is room."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * min(width * height * 3 + height, 10_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", rows)
        + png_chunk(b"IEND", b"")
    )


def png_16_bit_rgb() -> bytes:
    """A 4 × 1 picture: black, dark, middle and white, with 16 bits a channel."""
    header = struct.pack(">IIBBBBB", 4, 1, 16, 2, 0, 0, 0)
    row = b"\0" + b"".join(struct.pack(">HHH", v, v, v) for v in (0, 256 * 8, 32768, 65535))
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(row))
        + png_chunk(b"IEND", b"")
    )


def animation(file_format: str) -> bytes:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], file_format, save_all=True, append_images=frames[1:], duration=80)


def with_profile(picture: Image.Image, file_format: str, profile: bytes) -> bytes:
    return saved(picture, file_format, icc_profile=profile)


def lab_profile() -> bytes:
    """A profile of another colour space than the picture's: nothing can be done with it."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


SVG = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">
<script>alert(1)</script></svg>"""
