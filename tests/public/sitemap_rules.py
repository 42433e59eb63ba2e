"""The rules of sitemaps as an XML schema of our own, after what sitemaps.org and Google publish."""

from lxml import etree

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

_START = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{0}"
 xmlns="{0}" elementFormDefault="qualified">
<xs:simpleType name="address"><xs:restriction base="xs:anyURI">
 <xs:minLength value="12"/><xs:maxLength value="2048"/><xs:pattern value="https?://.+"/>
</xs:restriction></xs:simpleType>
<xs:simpleType name="time"><xs:union memberTypes="xs:date xs:dateTime"/></xs:simpleType>
"""
_LISTED = """<xs:complexType name="{1}Type"><xs:sequence>
 <xs:element name="loc" type="address"/><xs:element name="lastmod" type="time" minOccurs="0"/>
 <xs:any namespace="##other" minOccurs="0" maxOccurs="unbounded" processContents="skip"/>
</xs:sequence></xs:complexType>
<xs:element name="{0}"><xs:complexType><xs:sequence>
 <xs:element name="{1}" type="{1}Type" maxOccurs="50000"/>
</xs:sequence></xs:complexType></xs:element>
"""
_IMAGE = """<xs:element name="image"><xs:complexType><xs:sequence>
 <xs:element name="loc" type="address"/></xs:sequence></xs:complexType></xs:element>"""
_NEWS = """<xs:element name="news"><xs:complexType><xs:all>
 <xs:element name="publication"><xs:complexType><xs:all>
  <xs:element name="name" type="xs:string"/>
  <xs:element name="language"><xs:simpleType><xs:restriction base="xs:string">
   <xs:pattern value="zh-cn|zh-tw|[a-z]{2,3}"/></xs:restriction></xs:simpleType></xs:element>
 </xs:all></xs:complexType></xs:element>
 <xs:element name="publication_date" type="time"/>
 <xs:element name="title" type="xs:string"/>
</xs:all></xs:complexType></xs:element>"""


def _schema(namespace: str, *rules: str) -> etree.XMLSchema:
    return etree.XMLSchema(
        etree.fromstring(_START.format(namespace) + "".join(rules) + "</xs:schema>")
    )


_WHOLE = _schema(
    SITEMAP, _LISTED.format("urlset", "url"), _LISTED.format("sitemapindex", "sitemap")
)
_INSIDE = {IMAGE: _schema(IMAGE, _IMAGE), NEWS: _schema(NEWS, _NEWS)}


def check(content: bytes) -> etree._Element:
    """The file's root. Raises DocumentInvalid for what breaks the rules."""
    assert len(content) <= 50 * 1024 * 1024
    root = etree.fromstring(content)
    _WHOLE.assertValid(root)
    for entry in root:
        for child in entry:
            namespace = etree.QName(child).namespace
            if namespace != SITEMAP:
                _INSIDE[namespace].assertValid(child)
    return root
