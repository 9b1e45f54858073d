/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finess/finess_category.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define PHARMACY "R244:312"
#define PHARMACIST "G15:21"
#define HOSPITAL "loc:hopital"

/* In order of their codes. */
static const struct finess_category categories[FINESS_CATEGORY_COUNT] = {
    {.code = "101", .skill = HOSPITAL},  /* centre hospitalier régional */
    {.code = "106", .skill = HOSPITAL},  /* ex hôpital local */
    {.code = "108", .skill = HOSPITAL},  /* convalescence et repos */
    {.code = "109", .skill = "loc:smr"}, /* privé autorisé en SSR */
    {.code = "114", .skill = HOSPITAL},  /* hôpital des armées */
    {.code = "115", .skill = HOSPITAL},  /* service de santé des armées */
    {.code = "122", .skill = HOSPITAL},  /* soins obstétriques, chirurgicaux */
    {.code = "124", .skill = "loc:centre-de-sante"},
    {.code = "126"},                                      /* thermal */
    {.code = "127", .skill = "R244:128", .visits = true}, /* hospitalisation à domicile */
    {.code = "128", .skill = HOSPITAL},                   /* soins chirurgicaux */
    {.code = "129", .skill = HOSPITAL},                   /* soins médicaux */
    {.code = "131", .skill = HOSPITAL},                   /* lutte contre le cancer */
    {.code = "132", .skill = "loc:don-du-sang"},
    {.code = "135", .skill = "loc:smr"}, /* réadaptation fonctionnelle */
    {.code = "138", .skill = "loc:dialyse"},
    {.code = "139", .skill = "loc:dialyse"},
    {.code = "141", .skill = "loc:dialyse"},
    {.code = "142", .skill = "loc:clat"},    /* dispensaire antituberculeux */
    {.code = "143", .skill = "R244:269"},    /* vaccination BCG */
    {.code = "146", .skill = "loc:dialyse"}, /* alternative à la dialyse en centre */
    {.code = "156", .skill = "loc:cmp"},
    {.code = "159"},                     /* assistance éducative */
    {.code = "161", .skill = HOSPITAL},  /* maladies mentales */
    {.code = "165", .skill = "loc:act"}, /* coordination thérapeutique */
    {.code = "166"},                     /* accueil mère-enfant */
    {.code = "172"},                     /* pouponnière */
    {.code = "175"},                     /* foyer de l'enfance */
    {.code = "176"},                     /* village d'enfants */
    {.code = "177"},                     /* maison d'enfants */
    {.code = "178", .skill = "loc:caarud"},
    {.code = "180", .skill = "loc:lhss"},
    {.code = "182", .skill = "loc:sessad", .visits = true},
    {.code = "183", .skill = "loc:etablissement-enfants-handicap"}, /* IME */
    {.code = "186", .skill = "loc:etablissement-enfants-handicap"}, /* ITEP */
    {.code = "188", .skill = "loc:etablissement-enfants-handicap"}, /* polyhandicap */
    {.code = "189", .skill = "loc:cmpp"},
    {.code = "190", .skill = "loc:camsp"},
    {.code = "192", .skill = "loc:etablissement-enfants-handicap"}, /* éducation motrice */
    {.code = "194", .skill = "loc:etablissement-enfants-handicap"}, /* déficients visuels */
    {.code = "195", .skill = "loc:etablissement-enfants-handicap"}, /* déficients auditifs */
    {.code = "196", .skill = "loc:etablissement-enfants-handicap"}, /* éducation sensorielle */
    {.code = "197", .skill = "loc:csapa"},
    {.code = "198"}, /* réinsertion professionnelle */
    {.code = "202", .skill = "loc:residence-autonomie"},
    {.code = "207", .skill = "loc:accueil-de-jour"},
    {.code = "209", .skill = "R244:132", .visits = true}, /* aide et soins à domicile */
    {.code = "214"},                                      /* hébergement et réinsertion */
    {.code = "216"},
    {.code = "219"},                      /* autre accueil */
    {.code = "223", .skill = "R244:125"}, /* PMI */
    {.code = "224", .skill = "R244:125"},
    {.code = "228", .skill = "loc:sante-sexuelle"}, /* planification, éducation familiale */
    {.code = "230", .skill = "R244:125"},           /* consultation de protection infantile */
    {.code = "236"},                                /* placement familial */
    {.code = "238"},                                /* accueil familial spécialisé */
    {.code = "241"},                                /* action éducative */
    {.code = "246"},                                /* ESAT */
    {.code = "247"},                                /* entreprise adaptée */
    {.code = "249"},                                /* rééducation professionnelle */
    {.code = "252", .skill = "loc:foyer-adultes-handicap"},
    {.code = "253", .skill = "loc:foyer-adultes-handicap"},
    {.code = "255", .skill = "loc:foyer-adultes-handicap"}, /* MAS */
    {.code = "256"},                                        /* travailleurs migrants */
    {.code = "257"},                                        /* jeunes travailleurs */
    {.code = "258"},                                        /* maison relais */
    {.code = "259"},                                        /* résidence sociale */
    {.code = "266", .skill = "R244:250"},                   /* dispensaire antivénérien */
    {.code = "268", .skill = "loc:sante-scolaire"},
    {.code = "269", .skill = "loc:sante-etudiante"},
    {.code = "271"},                                     /* familles de malades */
    {.code = "292", .skill = HOSPITAL},                  /* maladies mentales */
    {.code = "295"},                                     /* action éducative */
    {.code = "344"},                                     /* protection des majeurs */
    {.code = "347"},                                     /* examens de santé */
    {.code = "354", .skill = "R244:28", .visits = true}, /* SSIAD */
    {.code = "355", .skill = HOSPITAL},
    {.code = "362", .skill = HOSPITAL}, /* soins de longue durée */
    {.code = "365", .skill = HOSPITAL}, /* soins pluridisciplinaires */
    {.code = "366"},                    /* atelier thérapeutique */
    {.code = "378"},                    /* enfance protégée */
    {.code = "382", .skill = "loc:foyer-adultes-handicap"},
    {.code = "411"},                 /* placement social */
    {.code = "412"},                 /* appartement thérapeutique */
    {.code = "415"},                 /* médico-psychologique régional */
    {.code = "422", .visits = true}, /* traitements spécialisés à domicile */
    {.code = "425", .skill = "loc:cattp"},
    {.code = "426"},                                        /* syndicat inter-hospitalier */
    {.code = "430"},                                        /* postcure de malades mentaux */
    {.code = "433"},                                        /* prisons */
    {.code = "437", .skill = "loc:foyer-adultes-handicap"}, /* FAM */
    {.code = "440"},
    {.code = "441"},                                         /* action éducative */
    {.code = "442"},                                         /* hébergement provisoire */
    {.code = "443"},                                         /* demandeurs d'asile */
    {.code = "444", .skill = "loc:urgences-psychiatriques"}, /* crise, accueil permanent */
    {.code = "445", .skill = "loc:samsah", .visits = true},
    {.code = "446", .skill = "loc:samsah", .visits = true}, /* SAVS */
    {.code = "448", .skill = "loc:foyer-adultes-handicap"}, /* EAM */
    {.code = "449", .skill = "loc:foyer-adultes-handicap"}, /* EANM */
    {.code = "460", .skill = "R244:30", .visits = true},    /* aide à domicile */
    {.code = "461"},                                        /* centres de ressources */
    {.code = "462"},                                        /* lieux de vie */
    {.code = "463", .skill = "loc:clic"},
    {.code = "500", .skill = "loc:ehpad"},
    {.code = "501"}, /* EHPA */
    {.code = "502"},
    {.code = "603", .skill = "R244:99"},  /* maison de santé */
    {.code = "604", .skill = "R244:255"}, /* CPTS */
    {.code = "611", .skill = "loc:laboratoire"},
    {.code = "619", .skill = "loc:imagerie"},
    {.code = "620", .skill = PHARMACY, .profession = PHARMACIST},
    {.code = "627", .skill = PHARMACY, .profession = PHARMACIST},
    {.code = "628", .skill = PHARMACY, .profession = PHARMACIST},         /* mutualiste */
    {.code = "629", .skill = PHARMACY, .profession = PHARMACIST},         /* minière */
    {.code = "632", .skill = "loc:prestataire-domicile", .visits = true}, /* oxygène */
    {.code = "636"},                                                      /* soins et prévention */
    {.code = "695"},
    {.code = "696"},                    /* groupement de moyens */
    {.code = "697", .skill = HOSPITAL}, /* groupement, établissement de santé */
    {.code = "698"}, /* autre établissement de la loi hospitalière: of all kinds */
    {.code = "699"},
};

static int compare(const void *code, const void *category)
{
    return strcmp(code, ((const struct finess_category *)category)->code);
}

const struct finess_category *finess_category_find(const char *code)
{
    if (code == NULL) return NULL;
    return bsearch(code, categories, sizeof categories / sizeof *categories, sizeof *categories,
                   compare);
}

/* Words of names that say more than the category. */
static const struct {
    const char *category, *words, *skill;
    bool instead;
} names[] = {
    {"124", "medico dentaire", "loc:centre-dentaire", false},
    {"124", "dentaire", "loc:centre-dentaire", true},
    {"124", "infirmier", "G15:60", false},
    {"124", "soins infirmiers", "G15:60", false},
    {"156", "enfant", "loc:cmp-enfant", true},
    {"156", "infanto", "loc:cmp-enfant", true},
    {"156", "adolescent", "loc:cmp-enfant", true},
    {"156", "cmpea", "loc:cmp-enfant", true},
    {"156", "cmpi", "loc:cmp-enfant", true},
};

const char *finess_category_skill_of_name(const char *code, const char *folded_name, bool *instead)
{
    *instead = false;
    if (code == NULL) return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].category, code) != 0) continue;
        if (strstr(folded_name, names[i].words) == NULL) continue;
        *instead = names[i].instead;
        return names[i].skill;
    }
    return NULL;
}
