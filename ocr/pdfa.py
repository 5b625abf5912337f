"""What makes a PDF a PDF/A-2b (ISO 19005-2): an sRGB output intent and an identification, claimed only where true.

A PDF that came in may be claimed where it is pictures and nothing else, as scanners write it. What is allowed is little
and known; anything else leaves the file without a claim.
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ocr.load import icc

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <xmp:CreatorTool>Hồ sơ số</xmp:CreatorTool>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
OPERATORS = frozenset({"q", "Q", "cm", "Do"})
FILTERS = frozenset({"/DCTDecode", "/CCITTFaxDecode", "/FlateDecode", "/JBIG2Decode"})
DEVICE_SPACES = frozenset({"/DeviceGray", "/DeviceRGB"})
# What a picture may say of itself; a mask, alternates or an intent of its own may not stand here.
PICTURE_KEYS = frozenset(
    {
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/BitsPerComponent",
        "/ColorSpace",
        "/Decode",
        "/DecodeParms",
        "/Filter",
        "/Length",
        "/Name",
        "/ImageMask",
    }
)
PAGE_KEYS = frozenset({"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Resources"})
CATALOG_KEYS = frozenset({"/Type", "/Pages"})
LARGEST_CONTENT = 10_000  # bytes; pictures are drawn in a hundred
NAMESPACE = b"http://www.aiim.org/pdfa/ns/id/"
CLAIMS = tuple(f"pdfaid:{name}" for name in ("part", "conformance", "amd", "corr", "rev"))


def claim(pdf: pikepdf.Pdf) -> None:
    """Say that the file is PDF/A-2b and what its colours mean. The caller knows that the rest of it is so."""
    profile = pdf.make_stream(icc.srgb(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB",
        RegistryName="http://www.color.org",
        Info="sRGB IEC61966-2.1",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = pdf.make_indirect(Array([intent]))
    # Metadata must be readable without decompressing (ISO 19005-2, 6.6.2.1 advises so for archives).
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)


def unclaim(pdf: pikepdf.Pdf) -> None:
    """Take away a claim that holds no longer, or never did: we changed the file and cannot vouch for the rest."""
    told = pdf.Root.get("/Metadata")
    if not isinstance(told, Stream):
        return
    try:
        if NAMESPACE not in told.read_bytes():
            return
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for name in CLAIMS:
                metadata.pop(name, None)
    except (pikepdf.PdfError, ValueError):  # metadata that nobody can read says nothing that would be missed
        del pdf.Root.Metadata


def is_plain(page: pikepdf.Page) -> bool:
    """Whether the page is drawn with pictures only, all of them such as PDF/A-2b takes beside an sRGB intent."""
    if not isinstance(page.obj.get("/Resources"), Dictionary) or "/Annots" in page.obj:
        return False
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    if not all(isinstance(stream, Stream) and len(stream.read_raw_bytes()) < LARGEST_CONTENT for stream in streams):
        return False
    try:
        drawn = {str(instruction.operator) for instruction in pikepdf.parse_content_stream(page)}
    except pikepdf.PdfError:
        return False
    return drawn <= OPERATORS and all(_is_portable(picture) for _, picture in _pictures(page))


def bare(pdf: pikepdf.Pdf) -> None:
    """Leave nothing in the file but its pages and their pictures; all of them must be plain, or made by us."""
    for page in pdf.pages:
        pictures = dict(_pictures(page))
        for key in set(page.obj.keys()) - PAGE_KEYS:
            del page.obj[key]
        page.obj.Resources = Dictionary(XObject=Dictionary(pictures))
    for key in set(pdf.Root.keys()) - CATALOG_KEYS:
        del pdf.Root[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


def _pictures(page: pikepdf.Page) -> Iterator[tuple[str, pikepdf.Object]]:
    resources = page.obj.get("/Resources")
    found = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if isinstance(found, Dictionary):
        yield from found.items()


def _is_portable(picture: pikepdf.Object) -> bool:
    if not isinstance(picture, Stream) or picture.get("/Subtype") != Name.Image:
        return False
    filters = picture.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, Array) else [str(filters)]
    told = set(picture.keys()) <= PICTURE_KEYS and set(names) <= FILTERS
    return told and (bool(picture.get("/ImageMask", False)) or _has_meaning(picture.get("/ColorSpace")))


def _has_meaning(space: pikepdf.Object | None) -> bool:
    """Grey or RGB, of the device or by a profile, or a palette of these."""
    if isinstance(space, Name):
        return str(space) in DEVICE_SPACES
    if not isinstance(space, Array) or len(space) < 2:
        return False
    if space[0] == Name.Indexed:
        return _has_meaning(space[1])
    profile = space[1]
    if space[0] != Name.ICCBased or not isinstance(profile, Stream):
        return False
    components = profile.get("/N")
    return components in (1, 3) and icc.usable(profile.read_bytes(), int(components)) is not None
