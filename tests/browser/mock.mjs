// SPDX-License-Identifier: GPL-3.0-or-later
// A service of our own making, for what the real one cannot be asked to do on demand: fail, be
// empty, doubt an address, hold hostile names. It answers in the shape of HTTP v1.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';

const TYPES = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
};
const HEADERS = {
    'Content-Security-Policy': "default-src 'self'; img-src 'self' data: https://data.geopf.fr",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
};
export const HOSTILE = '<img src=x onerror="document.body.dataset.hacked=1">Élise & Cie</b>';
const NOW = '2026-11-22T14:05:00+01:00';

const skill = (code, label, label_en, extra = {}) => ({ code, label, label_en, ...extra });
const NURSE = skill('G15:60', 'Infirmier', 'Nurse');
const DRESSING = skill('loc:pansement', 'Pansement', 'Wound dressing');
const FLU = skill('R210:0897', 'Vaccination grippe', 'Flu vaccination');
const MEALS = skill('loc:portage-repas', 'Portage de repas', 'Meals at home');
const MIDWIFE = skill('G15:50', 'Sage-femme', 'Midwife');
const SKILLS = [
    NURSE,
    DRESSING,
    skill('loc:pansement-complexe', 'Pansement complexe', 'Complex wound dressing'),
    FLU,
    MIDWIFE,
];

function resource(number, changes = {}) {
    const lon = 2.3283 + 0.0016 * number * Math.cos(number * 2.1);
    const lat = 48.8283 + 0.0011 * number * Math.sin(number * 2.1);
    const { open, ...others } = changes;
    const properties = {
        id: `mock-${number}`,
        kind: 'professional',
        name: `Basile Fictivel ${number}`,
        profession: NURSE,
        skills: [DRESSING, FLU],
        address: {
            text: `${number * 7} Rue Daguerre`,
            postcode: '75014',
            city: 'Paris',
            citycode: '75114',
            precision: 'source',
            score: null,
        },
        modes: ['home', 'office'],
        home_visit: 'yes',
        remote: 'unknown',
        walk_in: 'unknown',
        wheelchair: 'no',
        new_patients: { state: 'yes', as_of: '2026-10-02' },
        languages: ['anglais', 'arabe'],
        fees: null,
        phone: '0199002916',
        website: null,
        email: null,
        note: null,
        hours_text: 'lundi-vendredi 08:30-12:30, 14:00-19:30',
        closures: [
            { from: '2026-08-01', to: '2026-08-15' },
            { from: '2026-12-24', to: '2026-12-24' },
            { from: '2027-08-01', to: '2027-08-15' },
        ],
        sessions: [],
        source: { name: 'Annuaire de démonstration', date: '2026-10-01' },
        updated: '2026-10-01',
        zones: 2,
        open: {
            ...{ state: 'open', from: null, until: null, next: null, holiday: false },
            ...(open ?? { until: '2026-11-22T19:30:00+01:00' }),
        },
        distance_m: 110 + 173 * number,
        reasons: [
            {
                code: 'zone_covers',
                text: `se déplace à cette adresse : rayon ${number} km`,
                text_en: `comes to this address: radius ${number} km`,
                zone: `rayon ${number} km`,
                value_m: null,
            },
        ],
        ...others,
    };
    return {
        type: 'Feature',
        id: properties.id,
        geometry: { type: 'Point', coordinates: [+lon.toFixed(6), +lat.toFixed(6)] },
        properties,
    };
}

const FEATURES = [
    resource(1),
    resource(2, {
        name: 'Dr Ondine Chimérin de la Très-Longue-Particule-Imaginaire',
        open: { state: 'closed', until: null, next: '2026-11-23T08:30:00+01:00' },
        walk_in: 'yes',
        website: 'https://chimerin.example',
        provenance: {
            phone: { source: 'RPPS', date: '2026-11-02' },
            skills: { 'loc:pansement': { source: 'Tableur', date: null } },
        },
    }),
    resource(3, {
        name: HOSTILE,
        website: 'javascript:alert(1)',
        note: HOSTILE,
        open: { state: 'unknown', until: null, next: null },
        hours_text: null,
        phone: null,
        home_visit: 'unknown',
        wheelchair: 'unknown',
        new_patients: { state: 'unknown', as_of: null },
        languages: null,
    }),
    resource(4, {
        kind: 'structure',
        name: 'Pharmacie Imaginaire du Maine',
        profession: skill('loc:pharmacie', 'Pharmacie', 'Pharmacy'),
        home_visit: 'no',
        zones: 0,
        reasons: [
            { code: 'distance', text: 'à 802 m', text_en: '802 m away', zone: null, value_m: 802 },
        ],
        sessions: [
            {
                skill: FLU,
                next: { from: '2026-11-24T14:00:00+01:00', to: '2026-11-24T18:00:00+01:00' },
                recurrence: 'FREQ=WEEKLY;BYDAY=TU',
                public: '65 ans et plus',
                appointment: 'no',
                link: null,
                note: 'Venir avec le bon',
            },
        ],
    }),
    resource(5, {
        open: { state: 'open', until: null, next: null },
        address: {
            text: null,
            postcode: '75014',
            city: 'Paris',
            citycode: '75114',
            precision: 'area',
            score: null,
        },
    }),
];
const NEAR = [
    resource(6, {
        name: 'Presque Hélas',
        reasons: [
            {
                code: 'outside_zone',
                text: 'ne se déplace pas à cette adresse, 420 m hors zone',
                text_en: 'does not come to this address, 420 m outside the zone',
                zone: 'Plaisance',
                value_m: 420,
            },
        ],
    }),
    resource(7, {
        name: 'Zone Inconnue',
        zones: 0,
        reasons: [
            {
                code: 'zone_unknown',
                text: 'se déplace, mais où n’est pas précisé',
                text_en: 'makes home visits, where is not specified',
                zone: null,
                value_m: null,
            },
        ],
    }),
];

/** Of one need, somebody who serves another one comes near too. */
const nearTo = (text) =>
    text === 'portage de repas'
        ? [NEAR[0], resource(2, { reasons: NEAR[0].properties.reasons })]
        : NEAR;

/* What the box is read as: words, kind, value. The first that stands there wins. */
const READINGS = [
    [/pansement/i, 'skill', DRESSING.code, DRESSING],
    [/vaccin grippe/i, 'skill', FLU.code, FLU],
    [/portage de repas/i, 'skill', MEALS.code, MEALS],
    [/à domicile/i, 'mode', 'home'],
    [/demain matin/i, 'time', '2026-11-23T06:00:00+01:00/2026-11-23T12:00:00+01:00'],
    [/sans rdv/i, 'walk_in', 'true'],
    [/près de chez moi/i, 'here', 'true'],
    [/\d+ rue [a-zé' ]*?[a-zé](?: 75014 Paris)?(?= demain| à | docteur|,|$)|douteuse/i, 'address', ''],
];

function read(asked) {
    const text = asked.get('q');
    if (text === null) return null;
    const isPlaced = asked.has('lon');
    const pieces = [];
    for (const [words, kind, value, found] of READINGS) {
        const match = words.exec(text);
        if (match === null) continue;
        pieces.push({
            kind,
            text: match[0],
            start: [...text.slice(0, match.index)].length,
            end: [...text.slice(0, match.index + match[0].length)].length,
            value: value || match[0],
            label: found?.label ?? null,
            label_en: found?.label_en ?? null,
            used: !((kind === 'address' && isPlaced) || (kind === 'here' && !isPlaced)),
        });
    }
    const left_over = ['docteur Martin', HOSTILE].filter((words) => text.includes(words));
    return { text, pieces: pieces.sort((a, b) => a.start - b.start), left_over };
}

function answer(url) {
    const asked = url.searchParams;
    const q = read(asked);
    const valueOf = (kind) => q?.pieces.find((piece) => piece.kind === kind && piece.used)?.value;
    const place = valueOf('address');
    const empty = /rien|portage/.test(q?.text ?? '');
    const point = place || asked.get('lon') ? [2.3283, 48.8283] : null;
    const second = asked.has('cursor');
    const doubtful = place?.includes('douteuse');
    const features = empty
        ? []
        : second
          ? [resource(8)]
          : FEATURES.slice(0, Number(asked.get('limit') ?? 20));
    return {
        type: 'FeatureCollection',
        query: {
            address: place
                ? {
                      label: "12 Rue d'Alésia 75014 Paris",
                      score: doubtful ? 0.62 : 0.98,
                      type: 'housenumber',
                      lon: 2.3283,
                      lat: 48.8283,
                  }
                : null,
            ...(doubtful
                ? {
                      address_candidates: [
                          { label: '12 Rue Bezout 75014 Paris', lon: 2.33, lat: 48.82, score: 0.6 },
                      ],
                  }
                : {}),
            point,
            skills: SKILLS.filter(({ code }) => code === valueOf('skill')),
            any_skills: [],
            mode: asked.get('mode') ?? valueOf('mode') ?? null,
            at: null,
            from: null,
            to: null,
            radius_m: asked.has('radius_m') ? Number(asked.get('radius_m')) : null,
            limit: 20,
            q,
        },
        numberMatched: empty ? 0 : 6,
        numberReturned: features.length,
        features,
        near_misses: second || q?.text.includes('rien') ? [] : nearTo(q?.text),
        needs: q?.text.includes('plusieurs')
            ? [
                  { skills: [DRESSING], numberMatched: 6 },
                  { skills: [FLU], numberMatched: 6 },
                  { skills: [MEALS], numberMatched: 0 },
              ]
            : [],
        parent: q?.text.includes('large') ? { skill: FLU, numberMatched: 3 } : null,
        links: [
            { rel: 'self', href: url.pathname + url.search },
            ...(empty || second
                ? []
                : [{ rel: 'next', href: `${url.pathname}${url.search}&cursor=2` }]),
        ],
        generation: 12,
        timeStamp: NOW,
    };
}

function problem(status, detail, parameter) {
    return {
        status,
        type: 'application/problem+json',
        body: { type: 'about:blank', title: 'Problem', status, detail, parameter },
    };
}

function resourcesAnswer(url) {
    const text = url.searchParams.get('q') ?? '';
    if (text.includes('nulle part')) {
        const found = problem(404, 'Adresse introuvable.', 'q');
        Object.assign(found.body, {
            address: 'nulle part',
            address_candidates: [{ label: '12 Rue Bezout 75014 Paris', score: 0.4 }],
        });
        return found;
    }
    if (url.searchParams.get('mode') === 'home' && !/rue|douteuse/i.test(text))
        return problem(400, 'il faut une adresse', 'mode');
    if (text === 'publication' && url.searchParams.has('cursor'))
        return problem(400, 'L’annuaire a changé.', 'cursor');
    if (text === 'panne') return problem(503, 'aucune génération', undefined);
    if (text === 'refus') return problem(500, 'La base ne répond pas.', undefined);
    return { body: answer(url) };
}

/** Streets of the demo's address file: the points of a street in the order of their numbers. */
function streets(root) {
    const named = new Map();
    for (const row of readFileSync(join(root, 'geodata/demo/adresses.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)) {
        const [, number, , name, , , , lon, lat] = row.split(';');
        if (Number(number) % 2 === 0)
            named.set(name, [
                ...(named.get(name) ?? []),
                [Number(number), Number(lon), Number(lat)],
            ]);
    }
    return [...named]
        .filter(([, points]) => points.length > 1)
        .map(([name, points]) => ({
            type: 'Feature',
            properties: { name, importance: Math.min(1, points.length / 80) },
            geometry: {
                type: 'LineString',
                coordinates: points.sort((a, b) => a[0] - b[0]).map(([, lon, lat]) => [lon, lat]),
            },
        }));
}

function addresses(root, text) {
    const folded = (word) =>
        word
            .normalize('NFD')
            .replace(/[\u0300-\u036f]/g, '')
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, ' ')
            .trim();
    const [, number, street] = folded(text).match(/^(\d+)? ?(.*)$/);
    const rows = readFileSync(join(root, 'geodata/demo/adresses.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => row.split(';'));
    return rows
        .filter((row) => (!number || row[1] === number) && folded(row[3]).startsWith(street))
        .slice(0, 6)
        .map((row) => ({
            type: 'Feature',
            geometry: { type: 'Point', coordinates: [Number(row[7]), Number(row[8])] },
            properties: {
                label: `${row[1]} ${row[3]} 75014 Paris`,
                score: 0.95,
                context: '75, Paris, Île-de-France',
                type: 'housenumber',
            },
        }));
}

const square = (west, south, size, effect) => ({
    type: 'Feature',
    properties: {
        effect,
        label: effect === 'include' ? 'rayon 1 km' : 'sauf la gare',
        skill: null,
        radius_m: null,
    },
    geometry: {
        type: 'Polygon',
        coordinates: [
            [
                [west, south],
                [west + size, south],
                [west + size, south + size],
                [west, south + size],
                [west, south],
            ],
        ],
    },
});

const occurrence = (number, from, to, changes) => ({
    from: `2026-11-${from}:00+01:00`,
    to: `2026-11-${to}:00+01:00`,
    skill: FLU,
    resource: { id: `mock-${number}`, name: `Basile Fictivel ${number}` },
    address: { text: '28 Rue Daguerre', postcode: '75014', city: 'Paris' },
    distance_m: 802,
    public: '65 ans et plus',
    appointment: 'no',
    link: null,
    note: null,
    source: { name: 'Séances de novembre', date: '2026-11-20' },
    ...changes,
});
const OCCURRENCES = [
    occurrence(4, '24T14:00', '24T18:00', {}),
    occurrence(9, '24T15:00', '24T17:00', { appointment: 'yes' }),
    occurrence(9, '28T09:00', '28T12:00', { appointment: 'unknown', public: HOSTILE }),
];

const mark = (lon, lat, properties, bbox) => ({
    type: 'Feature',
    bbox,
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties,
});
const CROWD = [
    mark(2.3283, 48.8283, { id: 'mock-1', name: 'Basile Fictivel 1' }),
    mark(2.326, 48.8285, { id: 'mock-9', name: HOSTILE }),
    mark(2.331, 48.8272, { count: 37 }, [2.33, 48.826, 2.332, 48.828]),
];

function zonesAnswer(url) {
    if (url.searchParams.get('resource') === 'mock-5') return problem(404, 'Fiche disparue.');
    const zones = [
        square(2.322, 48.824, 0.012, 'include'),
        square(2.323, 48.831, 0.003, 'exclude'),
    ];
    return { body: { type: 'FeatureCollection', features: zones } };
}

/** What each path answers. */
function routes(root) {
    const drawn = streets(root);
    const territory = JSON.parse(
        readFileSync(join(root, 'geodata/demo/territoire.geojson'), 'utf8'),
    );
    return {
        '/api/v1/resources': resourcesAnswer,
        '/api/v1/territory': () => ({
            body: {
                ...territory,
                territory: {
                    name: 'CPTS Paris 14',
                    timezone: 'Europe/Paris',
                    box: [2.3, 48.81, 2.345, 48.844],
                },
            },
        }),
        '/api/v1/basemap': () => ({ body: { type: 'FeatureCollection', features: drawn } }),
        '/api/v1/zones': zonesAnswer,
        '/api/v1/sessions': () => ({
            body: {
                query: { from: NOW, to: '2026-12-06T14:05:00+01:00' },
                sessions: OCCURRENCES,
                more: true,
                timeStamp: NOW,
            },
        }),
        '/api/v1/map': () => ({ body: { type: 'FeatureCollection', features: CROWD } }),
        '/api/v1/skills': (url) => ({
            body: {
                skills: SKILLS.filter(({ label }) =>
                    label.toLowerCase().includes((url.searchParams.get('q') ?? '').toLowerCase()),
                ).map((one) => ({ ...one, matched: one.label, count: 12 })),
            },
        }),
        '/api/v1/status': () => ({
            body: {
                generation: 12,
                published_at: '2026-11-22T11:30:00Z',
                territory: { name: 'CPTS Paris 14 (démonstration)', timezone: 'Europe/Paris' },
                counts: { resources: 192 },
                sources: [
                    {
                        kind: 'territory',
                        name: 'Quartiers',
                        publisher: HOSTILE,
                        licence: 'ODbL',
                        date: '2023-07-15',
                        rows: 6,
                    },
                ],
                addresses: { streets: 382, numbers: 9571, source: 'Base Adresse Nationale, Licence Ouverte 2.0', date: '2024-06-21' },
                basemap: {
                    raster: {
                        url: 'https://data.geopf.fr/tile/{z}/{x}/{y}',
                        attribution: 'IGN',
                        enabled: true,
                    },
                },
                version: '0.1.0',
                languages: ['fr', 'en'],
            },
        }),
        '/search/': (url) => ({
            body: {
                type: 'FeatureCollection',
                features: addresses(root, url.searchParams.get('q') ?? ''),
            },
        }),
    };
}

async function file(pages, path) {
    const name = normalize(path === '/' ? '/index.html' : path);
    return {
        status: 200,
        type: TYPES[extname(name)] ?? 'text/plain',
        body: await readFile(join(pages, name)),
    };
}

/**
 * Serves the built pages with made-up answers on a free loopback port.
 * @param {string} root  of the project: its demo addresses and outlines are drawn
 * @param {string} pages  the folder that the build made of www/
 * @returns {Promise<{address: string, asked: string[], close: () => void}>} asked:
 *     each path that came
 */
export async function startMock(root, pages, port = 0) {
    const answers = routes(root);
    const asked = [];
    const server = createServer(async (request, response) => {
        const url = new URL(request.url, 'http://localhost');
        asked.push(url.pathname + url.search);
        let result;
        try {
            result = answers[url.pathname]
                ? answers[url.pathname](url)
                : await file(pages, url.pathname);
        } catch {
            result = problem(404, 'introuvable', undefined);
        }
        const body = Buffer.isBuffer(result.body) ? result.body : JSON.stringify(result.body);
        response.writeHead(result.status ?? 200, {
            ...HEADERS,
            'Content-Type': `${result.type ?? 'application/json'}; charset=utf-8`,
        });
        response.end(body);
    });
    await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
    return {
        address: `http://127.0.0.1:${server.address().port}`,
        asked,
        close: () => server.close(),
    };
}
