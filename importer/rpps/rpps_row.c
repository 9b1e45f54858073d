/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpps/rpps_row.h"

#include "files/readable.h"
#include "finess/finess_words.h"
#include "geodata/text.h"
#include "run/identity.h"
#include "run/way.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define POSTCODE_LENGTH 5
#define RPPS_LENGTH 11
#define ADELI_LENGTH 9

static bool is_digit(char c)
{
    return isdigit((unsigned char)c) != 0;
}

/* Digits and capitals as a number of base 36: 12 of them fit. */
static bool read_key(const char *id, uint64_t *key)
{
    *key = 0;
    for (const char *at = id; *at != '\0'; at++) {
        bool letter = *at >= 'A' && *at <= 'Z';
        if (!letter && !is_digit(*at)) return false;
        *key = *key * 36 + (uint64_t)(letter ? *at - 'A' + 10 : *at - '0');
    }
    return true;
}

bool rpps_read_number(const char *id, struct pool *pool, const char **number, uint64_t *key)
{
    size_t length = id == NULL ? 0 : strlen(id);
    bool is_rpps = length == 1 + RPPS_LENGTH && id[0] == '8' && strspn(id, "0123456789") == length;
    bool is_adeli = length == 1 + ADELI_LENGTH && id[0] == '0';
    if ((!is_rpps && !is_adeli) || !read_key(id, key)) return false;
    *number = pool_format(pool, "%s:%s", is_rpps ? "rpps" : "adeli", id + 1);
    return true;
}

const char *rpps_read_name(const struct rpps_row *row, struct pool *pool)
{
    const char *name = row->fields[RPPS_NAME], *first = row->fields[RPPS_FIRST_NAME];
    if (name == NULL) return NULL;
    if (first == NULL) return name;
    const char *readable = readable_name(first, pool);
    return readable == NULL ? NULL : pool_format(pool, "%s %s", readable, name);
}

/* `12`, `12-14`; nothing for a letter or zeros. */
static const char *house_number(const char *text)
{
    if (text == NULL) return NULL;
    while (*text == '0') text++;
    return is_digit(*text) ? text : NULL;
}

static const char *repetition_word(const char *text)
{
    static const char *const words[][2] = {{"B", "bis"}, {"T", "ter"}, {"Q", "quater"}};
    for (size_t i = 0; i < 3; i++) {
        if (strcasecmp(text, words[i][0]) == 0) return words[i][1];
    }
    return text;
}

/* Whether the street's name begins with that kind of way already. */
static bool begins_with(const char *street, const char *way)
{
    size_t length = strlen(way);
    return strncasecmp(street, way, length) == 0 && street[length] == ' ';
}

static const char *read_street(const struct rpps_row *row, struct pool *pool)
{
    const char *street = row->fields[RPPS_STREET];
    const char *way = row->fields[RPPS_WAY], *code = row->fields[RPPS_WAY_CODE];
    if (way == NULL && code != NULL) way = way_words(code);
    if (street == NULL) return NULL;
    if (way == NULL || begins_with(street, way)) return readable_words(street, pool);
    const char *kind = readable_name(way, pool), *name = readable_more(street, pool);
    return pool->failed ? NULL : pool_format(pool, "%s %s", kind, name);
}

static const char *read_address(const struct rpps_row *row, struct pool *pool)
{
    const char *number = house_number(row->fields[RPPS_NUMBER]), *street = read_street(row, pool);
    const char *repetition = row->fields[RPPS_REPETITION];
    if (number == NULL || street == NULL) return street;
    if (repetition == NULL) return pool_format(pool, "%s %s", number, street);
    return pool_format(pool, "%s %s %s", number, repetition_word(repetition), street);
}

static bool begins_with_postcode(const char *text)
{
    return text != NULL && strspn(text, "0123456789") == POSTCODE_LENGTH;
}

const char *rpps_read_postcode(const struct rpps_row *row, struct pool *pool)
{
    const char *postcode = row->fields[RPPS_POSTCODE], *delivery = row->fields[RPPS_DELIVERY];
    if (begins_with_postcode(postcode) && postcode[POSTCODE_LENGTH] == '\0') return postcode;
    bool delivered = begins_with_postcode(delivery) && delivery[POSTCODE_LENGTH] == ' ';
    return delivered ? pool_text(pool, delivery, POSTCODE_LENGTH) : NULL;
}

/* What the file calls the town: "PARIS CEDEX 14", "TOUR DE SALVAGNY (LA)". */
static const char *town_text(const struct rpps_row *row)
{
    const char *delivery = row->fields[RPPS_DELIVERY];
    if (row->fields[RPPS_CITY] != NULL) return row->fields[RPPS_CITY];
    if (!begins_with_postcode(delivery)) return delivery;
    const char *town = delivery + POSTCODE_LENGTH;
    town += strspn(town, " ");
    return *town == '\0' ? NULL : town;
}

/* Where " CEDEX" begins; NULL: the text holds none. */
static const char *find_cedex(const char *text)
{
    const char *found = text == NULL ? NULL : strcasestr(text, " cedex");
    return found != NULL && (found[6] == '\0' || found[6] == ' ') ? found : NULL;
}

/* "TOUR DE SALVAGNY (LA)" is La Tour de Salvagny. */
static const char *article_first(const char *town, struct pool *pool)
{
    size_t length = strlen(town);
    const char *open = length > 0 && town[length - 1] == ')' ? strrchr(town, '(') : NULL;
    if (open == NULL || open == town || open[-1] != ' ') return town;
    int article = (int)(town + length - 1 - (open + 1)), name = (int)(open - 1 - town);
    if (article < 2 || article > 3 || name == 0) return town;
    bool elided = open[article] == '\'';
    return pool_format(pool, "%.*s%s%.*s", article, open + 1, elided ? "" : " ", name, town);
}

static const char *read_town(const struct rpps_row *row, struct pool *pool)
{
    const char *town = town_text(row), *cedex = find_cedex(town);
    if (town == NULL) return NULL;
    if (cedex != NULL) town = pool_text(pool, town, (size_t)(cedex - town));
    if (town != NULL) town = article_first(town, pool);
    return town == NULL ? NULL : readable_words(town, pool);
}

void rpps_read_place(const struct rpps_row *row, struct pool *pool, struct place *out)
{
    const char *citycode = row->fields[RPPS_CITYCODE];
    *out = (struct place){
        .address = read_address(row, pool),
        .postcode = rpps_read_postcode(row, pool),
        .city = read_town(row, pool),
        .citycode = citycode != NULL && strlen(citycode) == POSTCODE_LENGTH ? citycode : NULL,
    };
}

const char *rpps_read_cedex_town(const struct rpps_row *row, struct pool *pool)
{
    const char *town = read_town(row, pool);
    const char *cedex = find_cedex(row->fields[RPPS_DELIVERY]);
    if (cedex == NULL) cedex = find_cedex(row->fields[RPPS_CITY]);
    unsigned long district = cedex == NULL ? 0 : strtoul(cedex + 6, NULL, 10);
    bool numbered = town != NULL && district > 0 && district <= 20 &&
                    (strcasecmp(town, "paris") == 0 || strcasecmp(town, "lyon") == 0 ||
                     strcasecmp(town, "marseille") == 0);
    return numbered ? pool_format(pool, "%s %lu%s", town, district, district == 1 ? "er" : "e")
                    : town;
}

static const char *structure_name(const struct rpps_row *row)
{
    return row->fields[RPPS_SIGN] != NULL ? row->fields[RPPS_SIGN] : row->fields[RPPS_COMPANY];
}

const char *rpps_read_identity(const struct rpps_row *row, const char *number,
                               const struct place *place, struct pool *pool)
{
    struct place named = *place;
    if (named.address == NULL) named.address = structure_name(row);
    return identity_of_person(number, &named, pool);
}

const char *rpps_read_structure(const struct rpps_row *row, struct pool *pool)
{
    const char *name = structure_name(row);
    if (name == NULL || row->fields[RPPS_NAME] == NULL) return NULL;
    char *folded = text_folded(name), *own = text_folded(row->fields[RPPS_NAME]);
    if (folded == NULL || own == NULL) pool->failed = true;
    bool own_practice = folded != NULL && own != NULL && own[0] != '\0' && strstr(folded, own);
    free(folded);
    free(own);
    return own_practice || pool->failed ? NULL : finess_words(name, pool);
}

/* Overseas the label is that of the island. */
bool rpps_is_abroad(const struct rpps_row *row)
{
    const char *country = row->fields[RPPS_COUNTRY], *postcode = row->fields[RPPS_POSTCODE];
    if (country == NULL || strcasecmp(country, "france") == 0) return false;
    return postcode == NULL || (strncmp(postcode, "97", 2) != 0 && strncmp(postcode, "98", 2) != 0);
}
