/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people always say the same way: modes, filters, days in words, politeness. */
#include "question/question_parts.h"

#include <string.h>

#define MY "mon|ma|mes|son|sa|ses|notre|nos|votre|vos|leur|leurs|le|la|les|l|un|une"
#define KIN                                                                                        \
    "mere|pere|maman|papa|mamie|papy|papi|mari|femme|epouse|epoux|conjoint|conjointe|compagnon|"   \
    "compagne|fils|fille|frere|soeur|parents|oncle|tante|voisin|voisine|ami|amie|"                 \
    "beau|belle|grand|patient|patiente|malade|monsieur|madame|personne|proche|famille"

struct phrase {
    int kind;
    const char *pattern;
    int a; /* mode, or enum atom */
    int b, c;
    const char *word;
};

#define HOME QUESTION_MODE, .a = SEARCH_HOME
#define TIME(atom, x, y) .kind = QUESTION_TIME, .a = (atom), .b = (x), .c = (y)

static const struct phrase phrases[] = {
    {.kind = HOME,
     .pattern = "a|au|en le|mon|son|leur|votre|notre? domicile du|de|des? l|la|le? "
                "patient|patiente|patients|malade?"},
    {.kind = HOME, .pattern = "visite|visites|passage|passages? a domicile"},
    {.kind = HOME, .pattern = "domicile|domiciles"},
    {.kind = HOME, .pattern = "fait|font|faire|faisant des|les|du|de? domicile|domiciles"},
    {.kind = HOME, .pattern = "a la maison"},
    {.kind = HOME, .pattern = "chez moi|elle|lui|nous|eux|elles|soi"},
    {.kind = HOME, .pattern = "chez $my vieille|vieux|jeune? $kin mere|pere|parents|frere|soeur?"},
    {.kind = HOME,
     .pattern =
         "qui? se|te|vous? deplace|deplacent|deplacant|deplacer|deplacement a|au? domicile?"},
    {.kind = HOME,
     .pattern = "qui? se|te|vous? deplace|deplacent|deplacant|deplacer|deplacement chez "
                "moi|elle|lui|nous|soi"},
    {.kind = HOME,
     .pattern = "qui? peut|peuvent|accepte|acceptant|acceptent de? se deplacer a? domicile?"},
    {.kind = HOME, .pattern = "qui? vient|viennent|venir|venant|passe|passent|passer a domicile"},
    {.kind = HOME,
     .pattern = "qui? vient|viennent|venir|venant|passe|passent|passer chez "
                "moi|elle|lui|nous|eux|soi"},
    {.kind = HOME,
     .pattern = "qui? vient|viennent|venir|venant|passe|passent|passer chez $my $kin"},
    {.kind = HOME,
     .pattern = "ne|n? peux|peut|peuvent|pouvant|pouvons pas|plus me|m|se|s|nous? "
                "deplacer|bouger|sortir|marcher|lever"},
    {.kind = HOME,
     .pattern = "elle|il|mere|pere|patient|patiente ne? se? deplace|sort|marche|leve|bouge "
                "pas|plus"},
    {.kind = HOME, .pattern = "a|ai|avec? du? mal|difficulte|difficultes a me|se deplacer"},
    {.kind = HOME, .pattern = "a|en? dom"},
    {.kind = HOME, .pattern = "at home"},

    {.kind = QUESTION_MODE, .a = SEARCH_OFFICE, .pattern = "au|en|a cabinet"},
    {.kind = QUESTION_MODE, .a = SEARCH_OFFICE, .pattern = "dans|a un|le|son|leur cabinet"},
    {.kind = QUESTION_MODE, .a = SEARCH_OFFICE, .pattern = "sur place"},

    {.kind = QUESTION_MODE,
     .a = SEARCH_REMOTE,
     .pattern = "en|par|via|une? visio|visioconference|video"},
    {.kind = QUESTION_MODE,
     .a = SEARCH_REMOTE,
     .pattern =
         "en|par|une? teleconsultation|teleconsultations|teleconsult|teleconsulte|teleconsulter"},
    {.kind = QUESTION_MODE,
     .a = SEARCH_REMOTE,
     .pattern = "consultation|consultations? a distance"},
    {.kind = QUESTION_MODE, .a = SEARCH_REMOTE, .pattern = "consultation|consultations? en ligne"},
    {.kind = QUESTION_MODE, .a = SEARCH_REMOTE, .pattern = "par telephone"},
    {.kind = QUESTION_MODE, .a = SEARCH_REMOTE, .pattern = "en ligne"},
    {.kind = QUESTION_MODE, .a = SEARCH_REMOTE, .pattern = "consultation en? video|visio"},

    {.kind = QUESTION_WALK_IN, .pattern = "sans|ss prendre|prise? de? rendez|rdv|rv vous?"},
    {.kind = QUESTION_WALK_IN, .pattern = "sans|ss rendezvous"},
    {.kind = QUESTION_WALK_IN, .pattern = "walk in"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "sur|avec rendez vous"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "sur|avec rdv"},

    {.kind = QUESTION_NEW_PATIENTS,
     .pattern =
         "qui? prend|prenant|prendrait|prennent|accepte|acceptant|accepterait|acceptent|prenne|"
         "prendre|accepter encore? de|des|les|d|un|une? nouveaux|nouvelles|nouveau|nouvelle|autres "
         "patients|patientes|patient|patiente|patientele"},
    {.kind = QUESTION_NEW_PATIENTS,
     .pattern = "qui? prend|prenant|prennent|accepte|acceptant|acceptent encore de|des patients"},
    {.kind = QUESTION_NEW_PATIENTS,
     .pattern = "qui? accepte|acceptant|acceptent|prend|prenant de|les|des nouveaux"},
    {.kind = QUESTION_NEW_PATIENTS, .pattern = "qui? a|ont|ayant encore? de la place"},
    {.kind = QUESTION_NEW_PATIENTS,
     .pattern = "qui? a|ont|ayant encore? des places|disponibilites|creneaux|dispos"},
    {.kind = QUESTION_NEW_PATIENTS,
     .pattern = "nouveaux|nouveau|nouvelle patients|patient|patiente|patientele"},

    {.kind = QUESTION_WHEELCHAIR,
     .pattern = "accessible|accessibles|acces|accessibilite en|aux|a|pour|au? fauteuil|fauteuils "
                "roulant|roulants?"},
    {.kind = QUESTION_WHEELCHAIR,
     .pattern =
         "accessible|accessibles|acces|accessibilite aux|pour|a? les? personnes|personne? a? "
         "handicape|handicapes|handicapee|handicapees|pmr|mobilite reduite?"},
    {.kind = QUESTION_WHEELCHAIR, .pattern = "accessible|accessibles"},
    {.kind = QUESTION_WHEELCHAIR, .pattern = "personne|patient|patiente? en fauteuil roulant?"},
    {.kind = QUESTION_WHEELCHAIR, .pattern = "pmr"},
    {.kind = QUESTION_WHEELCHAIR, .pattern = "en? fauteuil"},
    {.kind = QUESTION_WHEELCHAIR,
     .pattern = "personne|personnes|patient|patiente? a? mobilite reduite"},
    {.kind = QUESTION_WHEELCHAIR, .pattern = "plain pied"},
    {.kind = QUESTION_WHEELCHAIR, .pattern = "avec? ascenseur"},
    {.kind = QUESTION_WHEELCHAIR, .pattern = "sans escalier|escaliers|marche|marches"},
    {.kind = QUESTION_WHEELCHAIR, .pattern = "rampe d? acces"},

    {.kind = QUESTION_FEES,
     .pattern = "conventionne|conventionnee|conventionnes? en|de? secteur 1|un",
     .word = "1"},
    {.kind = QUESTION_FEES,
     .pattern = "conventionne|conventionnee|conventionnes? en|de? secteur 2|deux",
     .word = "2"},
    {.kind = QUESTION_FEES,
     .pattern = "sans depassement|depassements d? honoraires|honoraire?",
     .word = "1"},

    {.kind = QUESTION_HERE,
     .pattern = "tout? pres|proche|autour|loin|cote|proximite|vers de|d? chez moi|nous|elle|lui"},
    {.kind = QUESTION_HERE, .pattern = "pas|non? loin de|d chez? moi|nous"},
    {.kind = QUESTION_HERE, .pattern = "le|la|les? plus proche|proches|pres"},
    {.kind = QUESTION_HERE, .pattern = "tout? pres|proche|autour|cote|proximite de|d moi|nous|ici"},
    {.kind = QUESTION_HERE, .pattern = "a|la|tout? proximite"},
    {.kind = QUESTION_HERE, .pattern = "dans mon|le quartier|coin|secteur"},
    {.kind = QUESTION_HERE, .pattern = "du|de quartier"},
    {.kind = QUESTION_HERE, .pattern = "pas loin"},
    {.kind = QUESTION_HERE, .pattern = "aux? alentours"},
    {.kind = QUESTION_HERE, .pattern = "near me"},
    {.kind = QUESTION_HERE, .pattern = "par ici"},

    {TIME(ATOM_NOW, 0, 0), .pattern = "ouvert|ouverte|ouverts|ouvertes|dispo|disponible? des? "
                                      "maintenant|actuellement|immediatement"},
    {TIME(ATOM_NOW, 0, 0), .pattern = "ouvert|ouverte|ouverts|ouvertes? tout de suite"},
    {TIME(ATOM_NOW, 0, 0), .pattern = "ouvert|ouverte|ouverts|ouvertes? en ce moment"},
    {TIME(ATOM_NOW, 0, 0), .pattern = "ouvert|ouverte|ouverts|ouvertes? a cette heure ci?"},
    {TIME(ATOM_NOW, 0, 0), .pattern = "ouvert|ouverte|open? now"},
    {TIME(ATOM_OPEN, 0, 0), .pattern = "ouvert|ouverte|ouverts|ouvertes|ouvre|ouvrant"},
    {TIME(ATOM_TODAY_PLUS, 0, 0), .pattern = "aujourd hui"},
    {TIME(ATOM_TODAY_PLUS, 0, 0), .pattern = "aujourdhui|auj|today"},
    {TIME(ATOM_TODAY_PLUS, 0, 0), .pattern = "ce jour"},
    {TIME(ATOM_TODAY_PLUS, 0, 0), .pattern = "dans la journee"},
    {TIME(ATOM_TODAY_PLUS, 1, 0), .pattern = "demain|tomorrow"},
    {TIME(ATOM_TODAY_PLUS, 2, 0), .pattern = "apres demain"},
    {TIME(ATOM_TODAY_PLUS, 2, 0), .pattern = "apresdemain"},
    {TIME(ATOM_TODAY_PLUS, 2, 0), .pattern = "dans deux|2 jours"},
    {TIME(ATOM_TODAY_PLUS, 7, 0), .pattern = "dans une|1 semaine"},
    {TIME(ATOM_TODAY_PLUS, 14, 0), .pattern = "dans deux|2 semaine|semaines"},
    {TIME(ATOM_TODAY_PLUS, 14, 0), .pattern = "dans 15|quinze jours"},
    {TIME(ATOM_IN, 60, 0), .pattern = "dans une|1 heure"},
    {TIME(ATOM_IN, 30, 0), .pattern = "dans une demi heure"},
    {TIME(ATOM_DAY_PART, 0, PART_MORNING), .pattern = "ce matin"},
    {TIME(ATOM_DAY_PART, 0, PART_NOON), .pattern = "ce midi"},
    {TIME(ATOM_DAY_PART, 0, PART_AFTERNOON), .pattern = "cet|cette|cet apres|aprem|aprm midi?"},
    {TIME(ATOM_DAY_PART, 0, PART_EVENING), .pattern = "ce soir"},
    {TIME(ATOM_DAY_PART, 0, PART_EVENING), .pattern = "tonight"},
    {TIME(ATOM_DAY_PART, 0, PART_NIGHT), .pattern = "cette nuit"},
    {TIME(ATOM_PART, PART_MORNING, 0),
     .pattern = "dans|en|au|du|tot? fin|debut? de? le|la? matin|matinee|mat tot?"},
    {TIME(ATOM_PART, PART_AFTERNOON, 0), .pattern = "dans|en|au? fin|debut? d|de|l? l? apres midi"},
    {TIME(ATOM_PART, PART_AFTERNOON, 0), .pattern = "aprem|aprm|apresmidi"},
    {TIME(ATOM_PART, PART_EVENING, 0), .pattern = "le|au|du|en|dans? soir|soiree"},
    {TIME(ATOM_PART, PART_NOON, 0), .pattern = "entre midi et|a deux|2"},
    {TIME(ATOM_PART, PART_NOON, 0), .pattern = "le midi"},
    {TIME(ATOM_PART, PART_NIGHT, 0), .pattern = "toute|pendant|dans? la|de? la? nuit"},
    {TIME(ATOM_WEEKEND, 0, 0), .pattern = "ce|le|pendant? le|ce? week end prochain?"},
    {TIME(ATOM_WEEKEND, 0, 0), .pattern = "ce|le? weekend|we"},
    {TIME(ATOM_WEEKEND, 0, 0), .pattern = "ce|le w e"},
    {TIME(ATOM_WEEKEND, 7, 0), .pattern = "le? week end d apres"},
    {TIME(ATOM_THIS_WEEK, 0, 0), .pattern = "cette semaine"},
    {TIME(ATOM_THIS_WEEK, 0, 0), .pattern = "dans la semaine"},
    {TIME(ATOM_NEXT_WEEK, 0, 0), .pattern = "la? semaine prochaine|prochain"},

    {.kind = QUESTION_LEFT_OVER,
     .pattern = "tous les jours|lundis|mardis|mercredis|jeudis|vendredis|samedis|dimanches"},
    {.kind = QUESTION_LEFT_OVER,
     .pattern = "chaque jour|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "tous les matins|matin|soirs|soir|midis|midi"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "matin midi? et? soir"},
    {.kind = QUESTION_LEFT_OVER,
     .pattern = "tous les lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "24h 24"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "24h 24h"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "24 h 24 h?"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "24 heures sur? 24"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "h24"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "7j 7j|7"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "7 jours sur? 7"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "7 7"},
    {.kind = QUESTION_LEFT_OVER,
     .pattern = "sort|sorti|sortant|sortira|rentre|rentrant d|de l|la? "
                "hopital|clinique|maternite|hospitalisation|urgences|chirurgie"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "retour d|de|l|a? l? hopital|clinique|hospitalisation"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "a jeun"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "sans ordonnance"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "ouvert|ouverte|ouverts|ouvertes tard|tot"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "2|3|deux|trois fois par jour|semaine"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "au plus vite"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "le plus vite|tot|rapidement possible?"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "de? toute urgence"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "en urgence"},
    {.kind = QUESTION_LEFT_OVER,
     .pattern = "urgent|urgente|urgents|urgentes|vite|rapidement|rapide"},
    {.kind = QUESTION_LEFT_OVER, .pattern = "enfant|enfants|bebe"},
    {.kind = SPAN_FILLER, .pattern = "numero|no|comme|venir|vient|liberal|liberale|liberaux"},
    {.kind = SPAN_FILLER,
     .pattern = "personne|personnes|dame|monsieur|homme|femme|patient|patiente agee|agees|age"},
    {.kind = SPAN_FILLER,
     .pattern =
         "changement|changer|pose|poser|surveillance|prise|suivi|soin|soins|consultation|consult|"
         "seance|seances|traitement|location|louer|achat|acheter"},

    {.kind = SPAN_FILLER,
     .pattern = "bonjour|bonsoir|merci|svp|stp|salut|hello|please|bjr|bsr|slt|cc|coucou"},
    {.kind = SPAN_FILLER, .pattern = "dun|dune|jai|jcherche|chui|ya|til|cest|quoi|koi|contre"},
    {.kind = SPAN_FILLER, .pattern = "g besoin d|de|du|des|dun|dune?"},
    {.kind = SPAN_FILLER, .pattern = "qui? parle|parlent|parlant|connait la?"},
    {.kind = SPAN_FILLER, .pattern = "secteur|encore|proche|pres"},
    {.kind = SPAN_FILLER,
     .pattern = "mon|ma|mes|notre|nos mere|pere|maman|papa|mamie|papy|mari|femme|fils|fille"},
    {.kind = SPAN_FILLER, .pattern = "n? ai|a|avons pas|plus de|d"},
    {.kind = SPAN_FILLER, .pattern = "j|il|elle|on n? en? ai|a plus"},
    {.kind = SPAN_FILLER,
     .pattern = "qui? prend|prennent|prenant|accepte|acceptent|acceptant la|le"},
    {.kind = SPAN_FILLER, .pattern = "merci d avance"},
    {.kind = SPAN_FILLER, .pattern = "merci beaucoup"},
    {.kind = SPAN_FILLER, .pattern = "s il vous|te plait"},
    {.kind = SPAN_FILLER,
     .pattern =
         "je|on|nous? "
         "cherche|cherchons|recherche|recherchons|voudrais|veux|souhaite|souhaiterais|aimerais "
         "a? trouver|consulter|voir|avoir|savoir|prendre?"},
    {.kind = SPAN_FILLER, .pattern = "j|nous|on|a? ai|avons|aurais|aurai|a? besoin d|de|du|des?"},
    {.kind = SPAN_FILLER, .pattern = "il nous|me|lui? faut|faudrait"},
    {.kind = SPAN_FILLER, .pattern = "ou? trouver|trouve|trouver|est|sont|y|a|il?"},
    {.kind = SPAN_FILLER,
     .pattern = "ou puis|peut|peux je|on? trouver|avoir|consulter|aller|faire?"},
    {.kind = SPAN_FILLER, .pattern = "est ce que|qu il? y? a? t? il?"},
    {.kind = SPAN_FILLER, .pattern = "y a t il"},
    {.kind = SPAN_FILLER,
     .pattern = "comment|quel|quelle|quels|quelles|qui est|sont|trouver|avoir? le|la|les?"},
    {.kind = SPAN_FILLER,
     .pattern = "qui? peut|peuvent|pourrait|pouvant|sait|sache|puisse faire|me|nous?"},
    {.kind = SPAN_FILLER,
     .pattern = "qui fait|font|faire|assure|propose|proposent|pratique|pratiquent|vend|loue|donne"},
    {.kind = SPAN_FILLER,
     .pattern = "pour $my beau|belle|grand|vieille? $kin mere|pere|parents|frere|soeur?"},
    {.kind = SPAN_FILLER, .pattern = "chez $my $kin"},
    {.kind = SPAN_FILLER, .pattern = "pour moi|elle|lui|nous"},
    {.kind = SPAN_FILLER, .pattern = "patient|patiente|monsieur|madame|dame|personne|quelqu un?"},
    {.kind = SPAN_FILLER, .pattern = "dispo|disponible|disponibles|libre|libres|present|presente"},
    {.kind = SPAN_FILLER, .pattern = "prendre|avoir|un|prise? de? rendez|rdv vous?"},
    {.kind = SPAN_FILLER, .pattern = "avoir|faire|realiser|effectuer|consulter|voir|aller"},
    {.kind = SPAN_FILLER, .pattern = "bon|bonne|bons"},
    {.kind = SPAN_FILLER, .pattern = "professionnel|professionnels|pro de? la? sante?"},
    {.kind = SPAN_FILLER, .pattern = "specialise|specialisee en|dans"},
    {.kind = SPAN_FILLER, .pattern = "pour|afin faire|realiser"},
    {.kind = SPAN_FILLER,
     .pattern = "adresse|habite|habitant|demeurant|domicilie|domiciliee|reside a|au|du?"},
    {.kind = SPAN_FILLER, .pattern = "qui? recoit|consulte|travaille|exerce|exercant"},
    {.kind = SPAN_FILLER,
     .pattern = "pres|proche|autour|proximite|alentours|loin|cote de|du|des|d"},
    {.kind = SPAN_FILLER, .pattern = "en? face de|du|a|au|d? la|l?"},
    {.kind = SPAN_FILLER,
     .pattern = "vers|environs|autour|dans les|le? alentours|environs|secteur? de|du|d?"},
};

/* One word of a pattern: alternatives separated by `|`, perhaps with `?` at the end. */
static bool alternative_matches(const char *list, size_t length, const char *word)
{
    size_t word_length = strlen(word);
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && list[end] != '|') end++;
        if (end - at == word_length && memcmp(list + at, word, word_length) == 0) return true;
        at = end + 1;
    }
    return false;
}

static bool element_matches(const char *element, size_t length, const char *word)
{
    if (length == 3 && memcmp(element, "$my", 3) == 0)
        return alternative_matches(MY, sizeof MY - 1, word);
    if (length == 4 && memcmp(element, "$kin", 4) == 0)
        return alternative_matches(KIN, sizeof KIN - 1, word);
    return alternative_matches(element, length, word);
}

/* Patterns are short and written here, so this recursion is a dozen deep at most. */
static bool match_from(const struct question_work *work, size_t at, size_t first,
                       const char *pattern, size_t *end)
{
    if (*pattern == '\0') {
        *end = at;
        return true;
    }
    size_t length = strcspn(pattern, " ");
    const char *rest = pattern + length + (pattern[length] == ' ');
    bool optional = pattern[length - 1] == '?';
    size_t kept = optional ? length - 1 : length;
    bool stands = at < work->count && (at == first || !work->tokens[at].breaks) &&
                  element_matches(pattern, kept, work->tokens[at].plain);
    if (stands && match_from(work, at + 1, first, rest, end)) return true;
    return optional && match_from(work, at, first, rest, end);
}

size_t question_match(const struct question_work *work, size_t at, const char *pattern)
{
    size_t end = at;
    if (!match_from(work, at, at, pattern, &end)) return 0;
    return end - at;
}

static day monday_after(const struct question_work *work)
{
    return work->today + 7 - day_weekday(work->today);
}

/* Days in words become days of the calendar. */
static void resolve(const struct question_work *work, const struct phrase *phrase,
                    struct question_span *span)
{
    int weekday = day_weekday(work->today);
    span->atom = (enum atom)phrase->a;
    span->a = phrase->b;
    span->b = phrase->c;
    switch (span->atom) {
    case ATOM_TODAY_PLUS:
        span->atom = ATOM_DAY;
        span->a = work->today + phrase->b;
        break;
    case ATOM_WEEKEND:
        span->atom = ATOM_DAYS;
        span->a = work->today + (weekday == 6 ? -1 : 5 - weekday) + phrase->b;
        span->b = span->a + 1;
        break;
    case ATOM_THIS_WEEK:
        span->atom = ATOM_DAYS;
        span->a = work->today;
        span->b = monday_after(work) - 1;
        break;
    case ATOM_NEXT_WEEK:
        span->atom = ATOM_DAYS;
        span->a = monday_after(work);
        span->b = span->a + 6;
        break;
    default:
        break;
    }
}

static void propose_phrase(struct question_work *work, size_t at, size_t count,
                           const struct phrase *phrase)
{
    struct question_span span = {.kind = phrase->kind,
                                 .first = at,
                                 .last = at + count,
                                 .skill = SKILL_NONE,
                                 .word = phrase->word};
    if (phrase->kind == QUESTION_MODE) span.mode = (enum search_mode)phrase->a;
    if (phrase->kind == QUESTION_TIME) resolve(work, phrase, &span);
    question_propose(work, span);
}

void question_find_phrases(struct question_work *work)
{
    for (size_t at = 0; at < work->count; at++) {
        for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
            size_t count = question_match(work, at, phrases[i].pattern);
            if (count > 0) propose_phrase(work, at, count, &phrases[i]);
        }
    }
}
