"""Says how far codings agree, with intervals, and why where it cannot."""

from coprod_nlp.agreement.clusters.crosswalk import Crosswalk, crosswalk
from coprod_nlp.agreement.clusters.partitions import bcubed
from coprod_nlp.agreement.coders.counts import OVERALL
from coprod_nlp.agreement.coders.difference import agreement_difference
from coprod_nlp.agreement.coders.disagreements import disagreements
from coprod_nlp.agreement.coders.notes import APPROACHES
from coprod_nlp.agreement.coders.table import agreement_table
from coprod_nlp.agreement.codings.layouts import (
    OVERLAP_RULE,
    codings_from_wide,
    one_code_per_row,
    units_by_overlap,
)
from coprod_nlp.agreement.coefficients.bootstrap import bootstrap_interval
from coprod_nlp.agreement.coefficients.kappas import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    scott_pi,
)
from coprod_nlp.agreement.coefficients.krippendorff import krippendorff_alpha
from coprod_nlp.agreement.coefficients.sets import set_alpha, set_distance
from coprod_nlp.agreement.coefficients.specific import BinaryAgreement, binary_agreement
from coprod_nlp.agreement.coefficients.weights import agreement_weights
from coprod_nlp.agreement.estimates.estimate import Estimate
from coprod_nlp.agreement.shares.arms import ArmShares, compare_arms
from coprod_nlp.agreement.shares.corrected_share import CorrectedShare, corrected_share
from coprod_nlp.files.words import NO_CODE

__all__ = [
    "APPROACHES",
    "NO_CODE",
    "OVERALL",
    "OVERLAP_RULE",
    "ArmShares",
    "BinaryAgreement",
    "CorrectedShare",
    "Crosswalk",
    "Estimate",
    "agreement_difference",
    "agreement_table",
    "agreement_weights",
    "bcubed",
    "binary_agreement",
    "bootstrap_interval",
    "brennan_prediger",
    "codings_from_wide",
    "cohen_kappa",
    "compare_arms",
    "conger_kappa",
    "corrected_share",
    "crosswalk",
    "disagreements",
    "fleiss_kappa",
    "gwet_ac",
    "krippendorff_alpha",
    "one_code_per_row",
    "percent_agreement",
    "scott_pi",
    "set_alpha",
    "set_distance",
    "units_by_overlap",
]
