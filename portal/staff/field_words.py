"""What staff read for the fields of a dataset's description."""

from datasets.kernel.messages import N_

FIELD_WORDS = {
    "title": N_("Title"),
    "summary": N_("Summary"),
    "description": N_("More about it"),
    "themes": N_("Topics"),
    "keywords": N_("Keywords"),
    "license": N_("What others may do with it"),
    "frequency": N_("How often it is renewed"),
}
