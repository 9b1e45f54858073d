/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run/way.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *code, *words;
} ways[] = {
    {"ALL", "Allée"},       {"AV", "Avenue"},     {"BD", "Boulevard"}, {"CAR", "Carrefour"},
    {"CHE", "Chemin"},      {"CHS", "Chaussée"},  {"CITE", "Cité"},    {"COR", "Corniche"},
    {"CRS", "Cours"},       {"CTRE", "Centre"},   {"DOM", "Domaine"},  {"DSC", "Descente"},
    {"ECA", "Écart"},       {"ESP", "Esplanade"}, {"FG", "Faubourg"},  {"GR", "Grande Rue"},
    {"HAM", "Hameau"},      {"HLE", "Halle"},     {"IMP", "Impasse"},  {"LD", "Lieu-dit"},
    {"LOT", "Lotissement"}, {"MAR", "Marché"},    {"MTE", "Montée"},   {"PAS", "Passage"},
    {"PL", "Place"},        {"PLN", "Plaine"},    {"PLT", "Plateau"},  {"PRO", "Promenade"},
    {"PRV", "Parvis"},      {"PTE", "Porte"},     {"QU", "Quai"},      {"QUA", "Quartier"},
    {"R", "Rue"},           {"RES", "Résidence"}, {"RLE", "Ruelle"},   {"ROC", "Rocade"},
    {"RPT", "Rond-point"},  {"RTE", "Route"},     {"SEN", "Sentier"},  {"SQ", "Square"},
    {"TPL", "Terre-plein"}, {"TRA", "Traverse"},  {"VLA", "Villa"},    {"VLGE", "Village"},
    {"VOI", "Voie"},
};

const char *way_words(const char *code)
{
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(ways[i].code, code) == 0) return ways[i].words;
    }
    return code;
}
