/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "geocoder/addresses_book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The order in which an address book is written: numbers along each street, and how important each
 * street is. */

struct order {
    const struct address_book *book;
};

static int compare_numbers(const void *left, const void *right, void *context)
{
    const struct order *order = context;
    const struct book_number *a = left, *b = right;
    if (a->street != b->street) return a->street < b->street ? -1 : 1;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    if (a->suffix == b->suffix) return 0;
    return strcmp(book_text(order->book, a->suffix), book_text(order->book, b->suffix));
}

static bool is_same_door(const struct book_number *a, const struct book_number *b)
{
    return a->street == b->street && a->number == b->number && a->suffix == b->suffix;
}

static void drop_repeated(struct address_book *book)
{
    size_t kept = 0;
    for (size_t i = 0; i < book->number_count; i++) {
        if (kept > 0 && is_same_door(&book->numbers[kept - 1], &book->numbers[i])) {
            book->streets[book->numbers[i].street].count--;
            book->repeated++;
            continue;
        }
        book->numbers[kept++] = book->numbers[i];
    }
    book->number_count = kept;
}

/* The postcode that most of a street's numbers have (they rarely differ). */
static uint32_t usual_postcode(const struct book_number *numbers, size_t count)
{
    uint32_t best = 0;
    size_t best_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (numbers[i].postcode == best && best_count > 0) continue;
        size_t same = 0;
        for (size_t j = i; j < count; j++) same += numbers[j].postcode == numbers[i].postcode;
        if (same > best_count) {
            best = numbers[i].postcode;
            best_count = same;
        }
        if (best_count * 2 > count) break;
    }
    return best;
}

static void describe_streets(struct address_book *book)
{
    uint32_t first = 0;
    for (size_t i = 0; i < book->street_count; i++) {
        struct book_street *street = &book->streets[i];
        street->first = first;
        first += street->count;
        book->communes[street->commune].numbers += street->count;
        if (street->count == 0) continue;
        const struct book_number *numbers = &book->numbers[street->first];
        street->postcode = usual_postcode(numbers, street->count);
        if (street->placed) continue;
        street->lon = numbers[street->count / 2].lon;
        street->lat = numbers[street->count / 2].lat;
        street->placed = true;
    }
}

/* 0 .. 1: half for the street's own numbers (400 and more: 1), half for its commune's (50,000). */
static void weigh_streets(struct address_book *book)
{
    for (size_t i = 0; i < book->street_count; i++) {
        struct book_street *street = &book->streets[i];
        double own = log1p(street->count) / log1p(400);
        double around = log1p(book->communes[street->commune].numbers) / log1p(50000);
        street->importance = (float)(0.5 * fmin(own, 1) + 0.5 * fmin(around, 1));
    }
}

void book_order(struct address_book *book)
{
    struct order order = {.book = book};
    if (book->number_count > 0) {
        qsort_r(book->numbers, book->number_count, sizeof *book->numbers, compare_numbers, &order);
    }
    drop_repeated(book);
    describe_streets(book);
    weigh_streets(book);
    for (size_t i = 0; i < book->commune_count; i++) {
        struct book_commune *commune = &book->communes[i];
        if (commune->placed == 0) continue;
        commune->lon /= commune->placed;
        commune->lat /= commune->placed;
    }
}
