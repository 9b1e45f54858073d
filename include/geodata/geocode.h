/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GEODATA_GEOCODE_H
#define GEODATA_GEOCODE_H

#include "geodata/geo.h"
#include "geodata/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Addresses to points and back, from the address book that was loaded
 * (`DATA/addresses/addresses-N.sqlite`); nothing leaves the machine and nothing is logged. One
 * geocoder may be used by many threads at once. It keeps its generation until closed. */
struct geocoder;

/** STATUS_NOT_FOUND: no address book at this path; STATUS_FAILED: it is not one (logged). */
enum status geocoder_open(const char *addresses_path, struct geocoder **out);
void geocoder_close(struct geocoder *geocoder);

struct geocoder_facts {
    uint64_t streets, numbers, places, communes;
    char source_name[128]; /* publisher and product, with the licence; "" when unknown */
    char source_date[16];  /* YYYY-MM-DD of the address book, "" when unknown */
};
void geocoder_describe(const struct geocoder *geocoder, struct geocoder_facts *out);

/** A commune, or arrondissement, of the address book; texts are borrowed for the call. */
struct geocode_commune {
    const char *citycode;  /* INSEE, e.g. 75114 */
    const char *city;      /* as an envelope says: Paris */
    const char *postcodes; /* separated by spaces, the usual one first; may be empty */
    unsigned district;     /* arrondissement; 0: none */
};
/** One call per commune, until one does not answer STATUS_OK: that becomes the answer. Whole cities
 *  that have arrondissements are left out. */
typedef enum status geocode_commune_visitor(void *context, const struct geocode_commune *commune);
enum status geocoder_each_commune(const struct geocoder *geocoder, geocode_commune_visitor *visit,
                                  void *context);

enum geocode_type {
    GEOCODE_ANY,
    GEOCODE_HOUSENUMBER,
    GEOCODE_STREET,
    GEOCODE_LOCALITY, /* a named place: hamlet, structure */
    GEOCODE_MUNICIPALITY,
    GEOCODE_POI /* a structure or point of the directory, by its name; the address book has none */
};

struct geocode_query {
    const char *text; /* UTF-8, not necessarily NUL-terminated */
    size_t text_length;
    size_t limit;      /* 0: 5; at most GEOCODE_LIMIT_MAX */
    bool autocomplete; /* the last word may be unfinished */
    bool has_near;     /* prefer what is near to `near` */
    struct point near;
    enum geocode_type type;
    const char *postcode; /* NULL: any */
    const char *citycode; /* NULL: any; INSEE */
};
#define GEOCODE_LIMIT_MAX 100
#define GEOCODE_TEXT_MAX 200 /* characters */

struct geocode_result {
    enum geocode_type type;
    struct point point;
    double score;      /* 0 .. 1: how sure; see GEOCODE_SCORE_SURE */
    double importance; /* 0 .. 1 */
    double distance_m; /* from the point of geocode_reverse, else -1 */
    bool
        number_is_near; /* the number asked for does not exist: this is the nearest one that does */
    const char *id;     /* BAN's interoperability key */
    const char *label;  /* "12 Rue d'Alésia 75014 Paris" */
    const char *name;   /* "12 Rue d'Alésia" */
    const char *housenumber; /* "12 bis"; NULL for others than house numbers */
    /* NULL for a municipality. A door that the source files under a code of its own written into
     * the name ("54P8 Rue du Château", door 54p8) is named so here when the question gives that
     * code, and plainly everywhere else: in label and name always. */
    const char *street;
    const char *postcode, *citycode, *city;
    const char *district; /* "Paris 14e Arrondissement" or NULL */
    const char *context;  /* "75, Paris, Île-de-France" */
    double x, y;          /* Lambert-93 (overseas: as the source has it), metres */
};

/** Results and the text they point to, one block. */
struct geocode_answer {
    struct geocode_result *results;
    size_t count;
    char *arena;
};

/** Best first. STATUS_INVALID: no text, too long, or a bad point. An unknown address is STATUS_OK
 * with count 0. */
enum status geocode_search(const struct geocoder *geocoder, const struct geocode_query *query,
                           struct geocode_answer *out);

#define GEOCODE_REVERSE_MAX_M 5000.0
/** House numbers around a point, nearest first, within `radius_m` (at most GEOCODE_REVERSE_MAX_M;
 * 0: 300). */
enum status geocode_reverse(const struct geocoder *geocoder, struct point point, double radius_m,
                            size_t limit, struct geocode_answer *out);

/** The door, or the street, that BAN's interoperability key names: `75114_2513_00012_bis`,
 *  `75114_2513`; case aside, `b` is `bis`. One result of score 1, or none: the book does not have
 * it, or several doors share the key (`31591_xxxx_00009`). No nearest number here: it exists or
 * not. STATUS_INVALID: the text is no such key. */
enum status geocode_by_id(const struct geocoder *geocoder, const char *id,
                          struct geocode_answer *out);

void geocode_answer_free(struct geocode_answer *answer);

/** Only a score at least this high may be used as a person's door without a human looking. It is
 *  made of how alike the names are, whether postcode and city agree, and whether the number exists;
 *  a number that does not exist, a word left out or left over, another kind of way and a second
 *  street that answers as well each keep it lower. Measured on real addresses of Paris: of answers
 *  this sure 99.9 % are right; of questions about streets that the book does not have 0.2 % come
 *  back this sure (tests/bench/GEOCODER.md). */
#define GEOCODE_SCORE_SURE 0.80
/** Below this an answer is a guess to be shown, never used. */
#define GEOCODE_SCORE_DOUBTFUL 0.50

#endif
