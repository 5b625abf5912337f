"""What makes a PDF a PDF/A-2b (ISO 19005-2): an sRGB output intent and an identification, claimed only where true."""

import pikepdf
from pikepdf import Dictionary, Name

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
    pdf.Root.OutputIntents = pdf.make_indirect(pikepdf.Array([intent]))
    # Metadata must be readable without decompressing (ISO 19005-2, 6.6.2.1 advises so for archives).
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)


def unclaim(pdf: pikepdf.Pdf) -> None:
    """Take away a claim that holds no longer, or never did: we changed the file and cannot vouch for the rest."""
    told = pdf.Root.get("/Metadata")
    if not isinstance(told, pikepdf.Stream):
        return
    try:
        if NAMESPACE not in told.read_bytes():
            return
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for name in CLAIMS:
                metadata.pop(name, None)
    except (pikepdf.PdfError, ValueError):  # metadata that nobody can read says nothing that would be missed
        del pdf.Root.Metadata
