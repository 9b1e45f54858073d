// SPDX-License-Identifier: GPL-3.0-or-later
// The page, as a person meets it, with answers that we make up (mock.mjs).
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { answered, coloursOf, launch, openPage, visit } from './browser.mjs';
import { HOSTILE, startMock } from './mock.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const ASKED = "?q=pansement+%C3%A0+domicile+12+rue+d'Al%C3%A9sia";
let browser, mock;

before(async () => {
    mock = await startMock(process.cwd(), join(process.env.VOISOIN_BUILD ?? 'build/dev', 'www'));
    browser = await launch();
});
after(async () => {
    await browser?.close();
    mock?.close();
});

/** Runs `body` on a page of its own and checks that no script of ours broke meanwhile. */
async function onPage(options, body) {
    const page = await openPage(browser, options);
    await body(page);
    assert.deepEqual(page.broken, []);
    await page.context().close();
}

const texts = (page, selector) =>
    page.$$eval(selector, (found) => found.map((node) => node.textContent.trim()));

test('one box is read into chips, and its cards say why', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address);
        await page.fill('#q', 'panse');
        await page.waitForSelector('#q-list [role=option]');
        await answered(page, () => page.click('#q-list [role=option] >> nth=0'));
        assert.equal(await page.inputValue('#q'), 'Pansement');
        await page.fill('#q', "Pansement à domicile 12 rue d'Alés");
        await page.waitForSelector('#q-list [role=option]');
        await answered(page, () => page.click('#q-list [role=option] >> nth=0'));
        assert.equal(
            await page.inputValue('#q'),
            "Pansement à domicile 12 Rue d'Alésia 75014 Paris",
        );
        assert.deepEqual(await texts(page, '.chip .label'), [
            'Pansement',
            'À domicile',
            "12 Rue d'Alésia 75014 Paris",
        ]);
        assert.match(
            (await texts(page, '#results .reasons'))[0],
            /se déplace à cette adresse : rayon 1 km/,
        );
        assert.match((await texts(page, '#results .distance'))[0], /^283\sm$/);
        assert.match(await page.textContent('#count'), /^6 résultats$/);
        assert.match((await texts(page, '#near-misses .reasons'))[0], /420 m hors zone/);
        assert.match(page.url(), /\?q=Pansement\+.*Paris$/);
    }));

test('the whole question can be asked from the keyboard', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address);
        await page.focus('#q');
        await page.keyboard.type('pansement 4 rue dagu');
        await page.waitForSelector('#q-list [role=option]');
        await page.keyboard.press('Escape');
        assert.equal(await page.getAttribute('#q', 'aria-expanded'), 'false');
        assert.equal(await page.inputValue('#q'), 'pansement 4 rue dagu');
        await page.keyboard.press('ArrowDown');
        await page.waitForSelector('#q-list [role=option]');
        await page.keyboard.press('ArrowDown');
        const active = await page.getAttribute('#q', 'aria-activedescendant');
        assert.equal(await page.getAttribute(`#${active}`, 'aria-selected'), 'true');
        await answered(page, () => page.keyboard.press('Enter'));
        assert.equal(await page.inputValue('#q'), 'pansement 4 Rue Daguerre 75014 Paris');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
        await answered(page, () => page.keyboard.press('Enter'));
        await page.focus('#mode-any');
        await answered(page, () => page.keyboard.press('ArrowRight'));
        assert.equal(await page.isChecked('#mode-home'), true);
        assert.equal(await page.locator('#results .card').count(), 5);
        await page.focus('#results .zones >> nth=0');
        await page.keyboard.press('Enter');
        await page.waitForSelector('path.zone.exclude');
    }));

test('a chip taken away asks again without its words, by mouse and by keyboard', () =>
    onPage({}, async (page) => {
        const asked = "?q=pansement+%C3%A0+domicile+12+rue+d'Al%C3%A9sia,+demain+matin&fauteuil=1";
        await visit(page, mock.address, asked);
        assert.deepEqual(await texts(page, '.chip .label'), [
            'Pansement',
            'À domicile',
            "12 Rue d'Alésia 75014 Paris",
            'demain 06:00–12:00',
            'Accès fauteuil',
        ]);
        assert.match((await texts(page, '.chip'))[3], /«\sdemain matin\s»/);
        await answered(page, () => page.click('.chip >> nth=1'));
        assert.equal(await page.inputValue('#q'), "pansement 12 rue d'Alésia, demain matin");
        assert.match(page.url(), /q=pansement\+12\+rue/);
        assert.equal(
            await page.evaluate(() => document.activeElement.textContent.slice(0, 6)),
            '12 Rue',
        );
        await page.keyboard.press('Tab');
        await answered(page, () => page.keyboard.press('Delete'));
        assert.equal(await page.inputValue('#q'), "pansement 12 rue d'Alésia");
        await answered(page, () => page.keyboard.press('Enter'));
        assert.equal(await page.isChecked('#wheelchair'), false);
        await answered(page, () => page.goBack());
        assert.equal(await page.isChecked('#wheelchair'), true);
        await answered(page, () => page.goBack());
        assert.equal(await page.inputValue('#q'), "pansement 12 rue d'Alésia, demain matin");
        await answered(page, () => page.goForward());
        assert.equal(await page.inputValue('#q'), "pansement 12 rue d'Alésia");
        for (let left = 3; left > 0; left--)
            await answered(page, () => page.click('.chip >> nth=0')).catch(() => null);
        assert.equal(await page.locator('.chip').count(), 0);
        assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
    }));

test('what was not understood is said, and what could not be used', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, '?q=pansement+docteur+Martin+pr%C3%A8s+de+chez+moi');
        assert.match(await page.textContent('.left-over'), /Non compris : «\sdocteur Martin\s»/);
        assert.match(await page.textContent('.chip.unused'), /Près de moi.*« Ma position »/);
    }));

test('those of whom nobody said it are shown apart', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        assert.deepEqual(await texts(page, '#near h3'), ['Presque Hélas']);
        assert.deepEqual(await texts(page, '#unsaid h3'), ['Zone Inconnue']);
        assert.equal(await page.isVisible('#unsaid-title'), true);
        assert.match(await page.textContent('.legend'), /Résultat.*Presque.*Non précisé/);
    }));

test('a field of another source says which', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        assert.deepEqual(await texts(page, '#card-mock-2 details .origin'), [
            'Téléphone : RPPS · 2 nov. 2026',
            'Pansement : Tableur',
        ]);
        assert.equal(await page.locator('#card-mock-1 details .origin').count(), 0);
    }));

test('a session goes to the calendar', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        assert.equal(
            await page.getAttribute('#card-mock-4 .calendar', 'href'),
            '/api/v1/sessions.ics?resource=mock-4&skill=R210%3A0897&to=2027-05-21',
        );
    }));

test('the sessions of what is asked are listed by date, for a calendar and as a table', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        assert.equal(await page.isVisible('#dates'), false, 'nobody asked about sessions');
        await visit(
            page,
            mock.address,
            "?q=vaccin+grippe+sans+rdv+12+rue+d'Al%C3%A9sia&rayon=2000",
        );
        await page.click('#dates summary');
        await page.waitForSelector('#dates li');
        assert.deepEqual(await texts(page, '#dates h3'), [
            'mardi 24 nov. 2026',
            'samedi 28 nov. 2026',
        ]);
        assert.deepEqual(
            await texts(page, '#dates time'),
            ['14:00–18:00', '09:00–12:00'],
            'who wants an appointment is left out, who did not say is not',
        );
        assert.match(await page.textContent('#dates'), /rendez-vous : non précisé/);
        assert.match(
            await page.textContent('#dates'),
            /Source : Séances de novembre · 20 nov\. 2026/,
        );
        assert.equal(
            await page.getAttribute('#dates .ways a >> nth=1', 'href'),
            '/api/v1/sessions.csv?skill=R210%3A0897&lon=2.3283&lat=48.8283&radius_m=2000',
        );
        await page.click('#dates li a');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'card-mock-4');
        await visit(page, mock.address, '?q=vaccin+grippe&fauteuil=1');
        assert.equal(await page.isVisible('#dates'), false, 'of sessions nobody says that');
    }));

test('a link of the two boxes of old still asks', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, "?adresse=12+rue+d'Al%C3%A9sia&besoin=Pansement&mode=home");
        assert.equal(await page.inputValue('#q'), "Pansement, 12 rue d'Alésia");
        assert.equal(await page.locator('#results .card').count(), 5);
    }));

test('the question is restored from its link, and back goes back', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, `${ASKED}&ouvert=1&rayon=2000&fauteuil=1&mode=office`);
        assert.equal(await page.inputValue('#q'), "pansement à domicile 12 rue d'Alésia");
        assert.deepEqual(
            await Promise.all(
                ['#mode-office', '#open', '#wheelchair', '#walkIn'].map((id) => page.isChecked(id)),
            ),
            [true, true, true, false],
        );
        assert.equal(await page.inputValue('#radius'), '2000');
        await answered(page, () => page.uncheck('#open'));
        assert.doesNotMatch(page.url(), /ouvert/);
        await answered(page, () => page.goBack());
        assert.equal(await page.isChecked('#open'), true);
        assert.ok(
            mock.asked.some(
                (path) =>
                    path.includes('/api/v1/resources?') &&
                    path.includes('at=now') &&
                    path.includes('wheelchair=true'),
            ),
        );
    }));

test('names that carry markup are shown as text, on the list and on the map', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        assert.ok((await texts(page, '#results h3')).includes(HOSTILE));
        await page.locator('.pin >> nth=2').hover();
        await page.waitForSelector('.leaflet-tooltip');
        assert.equal(await page.textContent('.leaflet-tooltip'), HOSTILE);
        assert.match(await page.textContent('.sources'), /<img src=x/);
        assert.equal(await page.evaluate(() => document.body.dataset.hacked), undefined);
        assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
    }));

test('the map is drawn although nothing outside can be reached', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        assert.deepEqual(page.outside, [], 'nothing is asked outside before somebody wants it');
        await page.click('#raster');
        await page.waitForFunction(() =>
            document.querySelector('.raster-choice').textContent.includes('injoignable'),
        );
        assert.ok(
            (await coloursOf(page, 'canvas.sketch')) > 20,
            'streets, quartiers and names give many colours',
        );
        assert.ok(
            page.outside.length > 0 &&
                page.outside.every((url) => url.startsWith('https://data.geopf.fr/')),
        );
        assert.ok(
            page.outside.every((url) => !/al.sia|pansement/i.test(url)),
            'a tile reveals no question',
        );
    }));

test('the background map comes once it is switched on, and nothing else is remembered', () =>
    onPage({}, async (page) => {
        await page.context().unroute(/^https?:\/\/(?!127\.0\.0\.1[:/])/);
        let tiles = 0;
        const tile = Buffer.from(
            'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk' +
                '+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
            'base64',
        );
        await page.context().route('https://data.geopf.fr/**', (route) => {
            tiles++;
            return route.fulfill({ contentType: 'image/png', body: tile });
        });
        await visit(page, mock.address, ASKED);
        assert.equal(tiles, 0);
        assert.match(await page.textContent('.raster-choice'), /son fournisseur voit la zone/);
        await page.check('#raster');
        await page.waitForSelector('img.leaflet-tile-loaded');
        assert.deepEqual(await page.evaluate(() => Object.entries(localStorage)), [
            ['voisoin.raster', 'on'],
        ]);
        /* what the service has comes after the answer, and is asked for twice */
        await page.route('**/api/v1/status', async (route) => {
            await new Promise((done) => setTimeout(done, 500));
            await route.continue();
        });
        await visit(page, mock.address, ASKED);
        await page.waitForSelector('img.leaflet-tile-loaded');
        await page.uncheck('#raster');
        assert.equal(await page.locator('img.leaflet-tile').count(), 0);
        await page.waitForLoadState('networkidle');
        tiles = 0;
        await visit(page, mock.address, ASKED);
        await page.waitForTimeout(200);
        assert.equal(tiles, 0);
        assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ['voisoin.raster']);
        assert.deepEqual(await page.context().cookies(), []);
    }));

test('list and map point at each other', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        await page.hover('#card-mock-2');
        assert.equal(await page.textContent('.pin.lit'), '2');
        await page.locator('.pin >> nth=4').click();
        assert.equal(await page.evaluate(() => document.activeElement.id), 'card-mock-5');
        await page.waitForFunction(
            () => document.getElementById('card-mock-5').getBoundingClientRect().top < innerHeight,
        );
    }));

test('results beyond the list are on the map, as dots and as discs that open', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        await page.waitForSelector('.disc');
        assert.deepEqual(await texts(page, '.disc'), ['37']);
        assert.equal(await page.locator('.dot').count(), 1, 'the one that the list shows is none');
        const asked = new URL(
            mock.asked.findLast((path) => path.includes('/map?')),
            'http://a/',
        );
        assert.equal(asked.searchParams.get('q'), "pansement à domicile 12 rue d'Alésia");
        const before = asked.searchParams.get('bbox').split(',').map(Number);
        const next = page.waitForResponse((response) => response.url().includes('/api/v1/map?'));
        await page.locator('.disc').click();
        await next;
        const again = new URL(
            mock.asked.findLast((path) => path.includes('/map?')),
            'http://a/',
        );
        const after = again.searchParams.get('bbox').split(',').map(Number);
        assert.ok(after[2] - after[0] < before[2] - before[0], 'the view is narrower');
        await visit(page, mock.address, '?q=rien');
        assert.equal(await page.locator('.disc').count(), 0);
    }));

test('an empty answer says so honestly and offers the next step', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, '?q=rien+12+rue+d%27Al%C3%A9sia+demain+matin&ouvert=1');
        assert.match(await page.textContent('.empty'), /Personne, dans l’annuaire/);
        await answered(page, () => page.click('.empty a.ask >> nth=0'));
        assert.equal(await page.isChecked('#open'), false);
        await answered(page, () => page.click('.empty a.ask >> nth=0'));
        assert.equal(await page.inputValue('#q'), "rien 12 rue d'Alésia");
    }));

const NEEDS =
    '?q=rien+plusieurs+pansement+et+vaccin+grippe+et+portage+de+repas&nouveaux-patients=1';

test('several needs are one list: the right names of each, or the gap and who comes near', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, NEEDS);
        assert.equal(await page.textContent('#count'), '3 besoins');
        assert.deepEqual(await texts(page, '.need > h2'), [
            'Pansement 6 résultats',
            'Vaccination grippe 6 résultats',
            'Portage de repas 0 résultat',
        ]);
        assert.match(await page.textContent('#needs .warning'), /Sans réponse.*Portage de repas/);
        assert.equal(await page.locator('#results .card').count(), 0);
        assert.deepEqual(await texts(page, '.need >> nth=0 >> .mark'), ['1', '2', '3']);
        const asked = mock.asked.filter((path) => path.includes('q=vaccin+grippe&')).at(-1);
        assert.match(asked, /new_patients=true/, 'each need keeps the conditions');
        assert.deepEqual(
            await texts(page, '.need >> nth=1 >> .also >> nth=0'),
            ['Basile Fictivel 1 répond aussi à ce besoin (voir Pansement)'],
            'who serves two needs stands once',
        );
        assert.match(await page.textContent('.need >> nth=2 >> .gap'), /ne prouve pas/);
        assert.deepEqual(await texts(page, '.need >> nth=2 >> h3'), ['Presque Hélas']);
        assert.match(
            await page.textContent('.need >> nth=2 >> .also'),
            /Basile Fictivel 2 y répond presque : .*420 m hors zone \(voir Pansement\)/,
        );
        const ids = await page.$$eval('[id]', (all) => all.map(({ id }) => id));
        assert.equal(new Set(ids).size, ids.length, 'no id stands twice');
        assert.deepEqual(await texts(page, '.pin'), ['1', '2', '3', 'a', '1', 'a']);
        await page.hover('#card-mock-2');
        assert.equal(await page.textContent('.pin.lit'), '2');
        await answered(page, () => page.click('.need a.ask >> nth=0'));
        assert.equal(await page.inputValue('#q'), 'pansement');
        assert.equal(await page.locator('.need').count(), 0);
    }));

test('the answer is copied as it is read, each name with its phone, reason and source', () =>
    onPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
        await visit(page, mock.address, NEEDS);
        await page.click('#copy');
        await page.waitForSelector('#told:not([hidden])');
        assert.match(await page.textContent('#told'), /copiée/);
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.match(copied, /^Voisoin\. Réponse du 22 nov\. 2026 à 14:05\./);
        assert.match(copied, /Compris : Pansement · Vaccination grippe · .*Nouveaux patients/);
        assert.match(
            copied,
            /\nPansement 6 résultats\n\n1\. Basile Fictivel 1, Infirmier, 283\sm, ouvert jusqu’à 19:30\n {3}se déplace à cette adresse : rayon 1 km\n {3}7 Rue Daguerre, 75014 Paris\n {3}01\s99\s00\s29\s16\n {3}Source : /,
        );
        assert.match(copied, /répond aussi à ce besoin/);
        assert.match(copied, /Portage de repas 0 résultat\nPersonne, dans l’annuaire/);
        assert.doesNotMatch(copied, /Que cherchez-vous/);
    }));

test('a need that is too narrow is offered as a broader one', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, '?q=rien+large+pansement');
        await answered(page, () => page.click('.empty a.ask >> nth=0'));
        assert.equal(await page.inputValue('#q'), 'rien large Vaccination grippe');
    }));

test('an address that is not found says what to do and offers what comes near', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, '?q=pansement+nulle+part');
        assert.match(await page.textContent('#notice'), /nulle part.*le code postal/);
        await answered(page, () => page.click('#notice a.ask >> nth=0'));
        assert.equal(await page.inputValue('#q'), 'pansement 12 Rue Bezout 75014 Paris');
        await visit(page, mock.address, '?q=pansement+nulle+part');
        await answered(page, () => page.click('#notice a.ask >> nth=1'));
        assert.equal(await page.inputValue('#q'), 'pansement');
    }));

const FAILURES = [
    ['?q=pansement+nulle+part', /Cette adresse est introuvable/],
    ['?q=panne', /démarre ou change d’annuaire/],
    ['?q=refus', /La base ne répond pas/],
];
for (const [question, sentence] of FAILURES) {
    test(`${question} gets a sentence, in sight and aloud`, () =>
        onPage({}, async (page) => {
            await visit(page, mock.address, question);
            assert.match(await page.textContent('#notice'), sentence);
            assert.match(await page.textContent('#announcement'), sentence);
        }));
}

test('a doubtful address is said to be so, with others to choose', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, '?q=pansement+douteuse');
        assert.match(await page.textContent('.warning'), /n’est pas tout à fait sûr/);
        await answered(page, () => page.click('.warning a >> nth=0'));
        assert.equal(await page.inputValue('#q'), 'pansement 12 Rue Bezout 75014 Paris');
    }));

test('without a network the question fails with a sentence', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        await page.context().setOffline(true);
        await answered(page, () => page.click('.search'));
        assert.match(await page.textContent('#notice'), /Pas de connexion/);
    }));

test('home visits without an address ask for it', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address);
        await page.fill('#q', 'Pansement');
        /* what is proposed lies over the boxes below until it is put away */
        await page.waitForSelector('#q-list [role=option]');
        await page.keyboard.press('Escape');
        await answered(page, () => page.check('#mode-home', { force: true }));
        assert.match(await page.textContent('#q-error'), /Ajoutez l’adresse/);
        assert.equal(await page.getAttribute('#q', 'aria-invalid'), 'true');
    }));

test('my position is asked for only on demand and stands for the address', () =>
    onPage(
        { geolocation: { latitude: 48.83, longitude: 2.33 }, permissions: ['geolocation'] },
        async (page) => {
            await visit(page, mock.address, '?q=pansement');
            assert.ok(!mock.asked.at(-1).includes('lon='));
            await answered(page, () => page.click('#here'));
            assert.deepEqual(await texts(page, '.chip .label'), ['Pansement', 'Ma position']);
            assert.match(page.url(), /q=pansement&position=2\.33000,48\.83000/);
            await page.fill('#q', 'pansement 4 rue Daguerre');
            await answered(page, () => page.click('.search'));
            assert.doesNotMatch(page.url(), /position/);
            assert.deepEqual(await texts(page, '.chip .label'), [
                'Pansement',
                "12 Rue d'Alésia 75014 Paris",
            ]);
        },
    ));

test('the language switch keeps the question', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        await page.click('#language');
        await page.waitForSelector('html[lang=en]');
        assert.match((await texts(page, '#results .reasons'))[0], /comes to this address/);
        assert.equal(await page.inputValue('#q'), "pansement à domicile 12 rue d'Alésia");
        assert.equal((await texts(page, '.chip .label'))[1], 'At home');
        assert.match(page.url(), /q=pansement.*&lang=en$/);
        await page.click('#language');
        await page.waitForSelector('html[lang=fr]');
    }));

test('more results continue the numbers', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        await page.click('#more-results button');
        await page.waitForSelector('#card-mock-8');
        assert.equal(await page.textContent('#card-mock-8 .mark'), '6');
    }));

test('a directory that changed while one pages is told, and never mixed', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, '?q=publication');
        assert.match(
            await page.textContent('#directory'),
            /192 ressources, publié le 22 nov\. 2026.*12:30/,
        );
        await answered(page, () => page.click('#more-results button'));
        await page.waitForSelector('#told:not([hidden])');
        assert.match(await page.textContent('#told'), /vient de changer/);
        assert.deepEqual(await texts(page, '#results .mark'), ['1', '2', '3', '4', '5']);
    }));

test('who nearly answers is in the first view when nobody does', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, "?q=portage+de+repas+12+rue+d'Al%C3%A9sia");
        assert.equal(await page.textContent('#count'), '0 résultat');
        for (const pin of await page.locator('.pin').all()) {
            const { x, y } = await pin.boundingBox();
            const box = await page.locator('#map').boundingBox();
            assert.ok(x > box.x && y > box.y && y < box.y + box.height, 'a pin out of sight');
        }
        assert.match(
            await page.textContent('#card-mock-6 .facts'),
            /À domicile oui \(dans sa zone\)/,
        );
        assert.match(
            await page.textContent('#card-mock-7 .facts'),
            /À domicile oui \(zone non précisée\)/,
        );
    }));

test('on a phone the list comes first and nothing overflows', async () => {
    for (const width of [320, 360, 412]) {
        await onPage({ viewport: { width, height: 740 } }, async (page) => {
            await visit(page, mock.address, ASKED);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
            const count = await page.locator('#count').boundingBox();
            const copy = await page.locator('#copy').boundingBox();
            const isBeside = copy.x >= count.x + count.width || copy.y >= count.y + count.height;
            assert.ok(isBeside, 'the buttons hide the count');
            assert.equal(await page.isVisible('#map'), false);
            await page.click('#turn');
            assert.ok((await coloursOf(page, 'canvas.sketch')) > 20);
            await page.locator('.pin >> nth=0').click();
            assert.equal(await page.isVisible('#card-mock-1'), true);
        });
    }
});

test('on a phone whatever is pressed is 44 pixels high', async () => {
    for (const question of ['', ASKED, '?q=rien&ouvert=1', '?q=pansement+nulle+part']) {
        await onPage({ viewport: { width: 390, height: 844 }, hasTouch: true }, async (page) => {
            await visit(page, mock.address, question);
            await page.click('#more-button');
            const small = await page.$$eval(
                'a[href], button, select, summary, label:has(input)',
                (found) =>
                    found
                        .map((node) => [node.textContent.trim(), node.getBoundingClientRect()])
                        .filter(([, { width, height }]) => width > 1 && height < 44)
                        .map(([text, { height }]) => `${text}: ${height}`),
            );
            assert.deepEqual(small, [], question);
        });
    }
});

test('nothing jumps while the page fills', () =>
    onPage({}, async (page) => {
        await page.addInitScript(() => {
            globalThis.shifted = 0;
            new PerformanceObserver((list) => {
                for (const { value } of list.getEntries()) globalThis.shifted += value;
            }).observe({ type: 'layout-shift', buffered: true });
        });
        await visit(page, mock.address, ASKED);
        await page.waitForSelector('.disc');
        const shifted = await page.evaluate(() => globalThis.shifted);
        assert.ok(shifted < 0.01, `layout shift ${shifted}`);
    }));

test('axe finds nothing serious, in light and dark, on desk and phone', async () => {
    for (const colorScheme of ['light', 'dark']) {
        for (const width of [1280, 360]) {
            for (const question of [
                '',
                `${ASKED}+docteur+Martin`,
                '?q=rien&ouvert=1',
                NEEDS,
                '?q=douteuse+pr%C3%A8s+de+chez+moi',
            ]) {
                await onPage(
                    { viewport: { width, height: 800 }, colorScheme, bypassCSP: true },
                    async (page) => {
                        await visit(page, mock.address, question);
                        await page.addScriptTag({ path: AXE });
                        const { violations } = await page.evaluate(() => globalThis.axe.run());
                        const grave = violations.filter(
                            ({ impact }) => impact === 'serious' || impact === 'critical',
                        );
                        assert.deepEqual(
                            grave.map(({ id, nodes }) => [id, nodes[0].html]),
                            [],
                            `${question} at ${width}, ${colorScheme}`,
                        );
                    },
                );
            }
        }
    }
});

test('a place that is not surely known is said to be so', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        assert.match(await page.textContent('#card-mock-5 .distance'), /^≈ 975/);
        assert.match(await page.textContent('#card-mock-5 .address'), /position approximative/);
        assert.match(await page.textContent('#card-mock-1 .distance'), /^283/);
    }));

test('on a phone, asking goes to the answer and ticking a box does not', () =>
    onPage({ viewport: { width: 360, height: 640 } }, async (page) => {
        await visit(page, mock.address, ASKED);
        await answered(page, () => page.check('#mode-office', { force: true }));
        assert.equal(await page.evaluate(() => scrollY), 0);
        await answered(page, () => page.click('.search'));
        await page.waitForFunction(() => scrollY > 100);
        assert.equal(await page.evaluate(() => document.activeElement.id), 'answer');
    }));

test('what fails beside the answer is told in sight and leaves the answer', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        await page.click('#card-mock-5 .zones');
        await page.waitForSelector('#told:not([hidden])');
        assert.equal(await page.textContent('#told'), 'Fiche disparue.');
        assert.equal(await page.textContent('#announcement'), 'Fiche disparue.');
        assert.equal(await page.getAttribute('#card-mock-5 .zones', 'aria-pressed'), 'false');
        assert.equal(await page.locator('#results .card').count(), 5);
    }));

test('the days on which a place will be closed stand with its hours', () =>
    onPage({}, async (page) => {
        await visit(page, mock.address, ASKED);
        await page.click('#card-mock-1 summary');
        assert.match(
            await page.innerText('#card-mock-1 details'),
            /Fermé : 24 déc\. 2026 · du 1 août 2027 au 15 août 2027/,
        );
    }));

test('on paper the question and the hours stand, and no button does', () =>
    onPage({ colorScheme: 'dark' }, async (page) => {
        await visit(page, mock.address, ASKED);
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        await page.emulateMedia({ media: 'print' });
        assert.equal(await page.isVisible('#card-mock-1 details p'), true);
        assert.match(await page.textContent('#summary'), /12 Rue d'Alésia/);
        assert.equal(await page.isVisible('.chip .cross'), false);
        assert.equal(await page.isVisible('#card-mock-1 .zones'), false);
        assert.equal(await page.isVisible('#question'), false);
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(paper, 'rgb(255, 255, 255)');
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
        assert.equal(await page.isVisible('#card-mock-1 details p'), false);
    }));
