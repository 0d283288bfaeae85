"""Binding a kind's three files: schema, layout, Word template."""

from forms.builder.layout import LayoutFault, layout_of
from generators.render import TemplateFault
from schemas.kinds.kind import Kind
from web.acts.papers import PaperMissing, Papers


def faults_of(kind: Kind, papers: Papers) -> list[str]:
    """Return what keeps *kind* from working, a sentence each; none when it is whole."""
    faults = []
    try:
        layout_of(kind)
    except LayoutFault as fault:
        faults.append(str(fault))
    try:
        papers.template(kind)
    except (PaperMissing, TemplateFault) as fault:
        faults.append(str(fault))
    return faults
