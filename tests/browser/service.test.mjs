// SPDX-License-Identifier: GPL-3.0-or-later
// The main job on the real thing: the demo, loaded by voisoin-import, served by voisoin-serve,
// asked in a browser. Whether a zone covers the door is computed here anew from its outline.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { answered, coloursOf, launch, openPage, visit } from './browser.mjs';

const BUILD = process.env.VOISOIN_BUILD ?? 'build/dev';
const ASKED = "?q=pansement+%C3%A0+domicile+12+rue+d'Al%C3%A9sia";
let data, service, address, browser;

async function freePort() {
    const server = createServer();
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address();
    await new Promise((closed) => server.close(closed));
    return port;
}

async function untilServed() {
    for (let tries = 0; tries < 300; tries++) {
        const response = await fetch(`${address}/healthz`).catch(() => null);
        if (response?.ok) return;
        assert.equal(service.exitCode, null, 'voisoin-serve stopped');
        await new Promise((wake) => setTimeout(wake, 100));
    }
    assert.fail('voisoin-serve did not answer in 30 s');
}

before(async () => {
    data = mkdtempSync(join(tmpdir(), 'voisoin-browser-'));
    execFileSync('geodata/demo/load.sh', [`${BUILD}/importer/voisoin-import`, data], {
        stdio: ['ignore', 'ignore', 'inherit'],
    });
    const listen = `127.0.0.1:${await freePort()}`;
    service = spawn(
        `${BUILD}/service/voisoin-serve`,
        ['--data', data, '--www', `${BUILD}/www`, '--listen', listen],
        { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    address = `http://${listen}`;
    await untilServed();
    browser = await launch();
});

after(async () => {
    await browser?.close();
    if (service) {
        const ended = new Promise((end) => service.once('exit', end));
        service.kill('SIGTERM');
        assert.equal(await ended, 0, 'voisoin-serve ends cleanly');
    }
    if (data) rmSync(data, { recursive: true });
});

const texts = (page, selector) =>
    page.$$eval(selector, (found) => found.map((node) => node.textContent.trim()));
const get = async (path) => (await fetch(address + path)).json();

/** Even-odd rule, in degrees: a zone is small enough to be flat. */
function covers({ geometry }, [lon, lat]) {
    const rings =
        geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : geometry.coordinates;
    let inside = false;
    for (const ring of rings) {
        for (let i = 1; i < ring.length; i++) {
            const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
            if (ay > lat !== by > lat && lon < ax + ((lat - ay) / (by - ay)) * (bx - ax))
                inside = !inside;
        }
    }
    return inside;
}

async function comesTo(id, point) {
    const { features } = await get(`/api/v1/zones?resource=${id}`);
    const held = features
        .filter((zone) => covers(zone, point))
        .map(({ properties }) => properties.effect);
    return held.includes('include') && !held.includes('exclude');
}

test("12 rue d'Alésia, pansement, à domicile: whose zone covers the door, and why", async () => {
    const page = await openPage(browser);
    await visit(page, address);
    await page.fill('#q', 'panse');
    await page.click('#q-list [role=option] >> nth=0');
    assert.equal(await page.inputValue('#q'), 'Pansement');
    await page.fill('#q', "Pansement à domicile 12 rue d'alés");
    await answered(page, () => page.click('#q-list [role=option] >> nth=0'));
    assert.match(await page.inputValue('#q'), /^Pansement à domicile 12 Rue d['’]Alésia 75014 Paris/);
    assert.deepEqual((await texts(page, '.chip .label')).slice(0, 2), ['Pansement', 'À domicile']);

    const reasons = await texts(page, '#results .card .reasons');
    assert.ok(reasons.length >= 5, `${reasons.length} come to that door`);
    for (const reason of reasons) assert.match(reason, /^se déplace à cette adresse : ./);
    const { point } = (await get("/api/v1/resources?address=12+rue+d'Al%C3%A9sia")).query;
    for (const id of await page.$$eval('#results .card', (cards) =>
        cards.map((card) => card.id.slice(5)),
    )) {
        assert.ok(await comesTo(id, point), `${id} comes to the door`);
    }
    const misses = await texts(page, '#near-misses .card .reasons');
    assert.ok(
        misses.some((reason) => /\d\sm hors zone/.test(reason)),
        misses.join('; '),
    );
    assert.deepEqual(page.broken, []);
    await page.context().close();
});

test('the map shows territory, streets and zones with nothing outside in reach', async () => {
    const page = await openPage(browser);
    const refused = [];
    page.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    await visit(page, address, ASKED);
    await page.waitForFunction(() => document.querySelectorAll('.pin').length > 3);
    assert.ok((await coloursOf(page, 'canvas.sketch')) > 20);
    await page.click('#results .zones >> nth=0');
    await page.waitForSelector('path.zone.include');
    assert.deepEqual(refused, [], 'the pages keep to their own policy');
    assert.deepEqual(page.broken, []);
    await page.context().close();
});

test('every filter of the form is one that the service knows', async () => {
    const page = await openPage(browser);
    for (const question of [
        '?q=pharmacie&ouvert=1',
        '?q=vaccin+grippe&sans-rdv=1',
        "?q=12+rue+d'Al%C3%A9sia&nouveaux-patients=1&fauteuil=1&rayon=2000&mode=office",
        '?position=2.33000,48.83000&q=kin%C3%A9',
        '?q=m%C3%A9decin+secteur+1+qui+parle+anglais+en+visio+%C3%A0+2+km+de+Denfert+samedi',
    ]) {
        await visit(page, address, question);
        assert.equal(await page.locator('#notice .warning').count(), 0, question);
        assert.notEqual(await page.textContent('#count'), '', question);
    }
    await visit(page, address, '?q=pansement+xyzzyplugh');
    assert.match(await page.textContent('.left-over'), /xyzzyplugh/);
    await visit(page, address, '?q=kin%C3%A9&mode=home');
    assert.match(await page.textContent('#notice'), /Ajoutez l’adresse/);
    await visit(page, address, '?q=kin%C3%A9&rayon=500');
    assert.match(await page.textContent('#notice'), /un rayon part de quelque part/);
    await page.context().close();
});

test('a street is not a door', async () => {
    const page = await openPage(browser);
    await visit(page, address, "?q=pansement,+rue+d'Al%C3%A9sia&mode=home");
    assert.match((await texts(page, '#notice .warning'))[0] ?? '', /porte précise/);
    await visit(page, address, "?q=pansement,+12+rue+d'Al%C3%A9sia&mode=home");
    assert.deepEqual(await texts(page, '#notice .warning'), []);
    await page.context().close();
});

test('a name finds its person, and what is not understood is said', async () => {
    const page = await openPage(browser);
    await visit(page, address, '?q=Violette+Fantaisot');
    assert.deepEqual(await texts(page, '#results h3'), ['Violette Fantaisot']);
    assert.deepEqual(await texts(page, '.chip .label'), ['Violette Fantaisot']);
    await visit(page, address, '?q=xyzzy+plugh');
    assert.match(await page.textContent('#notice'), /n’ont pas été compris/);
    await page.context().close();
});

test('sessions say their next date', async () => {
    const page = await openPage(browser);
    await visit(page, address, "?q=vaccin+grippe+12+rue+d'Al%C3%A9sia");
    assert.ok((await page.locator('.sessions time').count()) > 3);
    assert.match((await texts(page, '.sessions time'))[0], /de \d\d:\d\d à \d\d:\d\d$/);
    const calendar = await fetch(address + (await page.getAttribute('.calendar', 'href')));
    assert.match(calendar.headers.get('content-type'), /^text\/calendar/);
    assert.match(await calendar.text(), /BEGIN:VEVENT/);
    await page.click('#dates summary');
    await page.waitForSelector('#dates li');
    const table = await fetch(address + (await page.getAttribute('#dates .ways a >> nth=1', 'href')));
    assert.match(table.headers.get('content-type'), /^text\/csv/);
    const rows = (await table.text()).trim().split('\n').length - 1;
    assert.equal(await page.locator('#dates li').count(), rows);
    await page.context().close();
});

/* VOISOIN_SCREENSHOT=docs/screenshot.png renews the picture of the README. */
test('the picture of the README can be taken', async () => {
    const path = process.env.VOISOIN_SCREENSHOT ?? join(BUILD, 'screenshot.png');
    const page = await openPage(browser);
    await visit(page, address, ASKED);
    await page.waitForFunction(() => document.querySelectorAll('.pin').length > 3);
    await answered(page, () => page.click('.search'));
    await page.waitForTimeout(500);
    await page.hover('#results .card >> nth=0');
    await page.screenshot({ path });
    await page.context().close();
});
