// What a screen reader hears of the pages: their headings, regions and named controls. The table and the board of a company
// with demo data are in pictures.spec.ts.
import { alive, createCompany, expect, test, type Page } from '../fixtures';
import { newClient, newDeal, newField } from '../seed';

const main = (page: Page) => page.locator('main');

test('the doors are forms with named fields', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "Новая компания" [level=1]
      - textbox "Компания"
      - combobox "Валюта":
        - option "UZS – сум" [selected]
        - option "RUB – ₽"
      - textbox "Имя"
      - textbox "Фамилия"
      - textbox "E-mail"
      - textbox "Пароль"
      - button "Создать компанию"
  `);
  await createCompany(page, 'Северный ветер');
  await page.waitForURL('**/clients');
  await page.context().clearCookies();
  await page.goto(`${freshCrm.baseURL}/login`);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "Вход" [level=1]
      - textbox "E-mail"
      - textbox "Пароль"
      - button "Войти"
      - paragraph:
        - link "Забыли пароль?"
  `);
});

test('the cards are two regions: the data, field by field, and the feed', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Северный ветер');
  await page.waitForURL('**/clients');
  await alive(page);
  const city = await newField(page, 'client', 'text', 'Город');
  const client = await newClient(page, 'Хасанова Дилноза', { phones: ['+998901234567'], custom: { [city.id]: { text: 'Бухара' } } });
  const deal = await newDeal(page, 'Поставка мебели', { client: client.id, budget: 150_000_000 });
  await page.goto(`${freshCrm.baseURL}/clients/${client.id}`);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - link "Клиенты"
      - region "Карточка клиента":
        - heading "Хасанова Дилноза" [level=1]
        - region "Данные клиента":
          - button "ФИО Хасанова Дилноза"
          - button "Вид Персона"
          - button /Номер телефона \\+998/
          - button "E-mail Добавить"
          - button "Ответственный АК Анна Каримова"
          - button "Добавить пользователя"
          - checkbox "Разрешить доступ к персоне для всех пользователей CRM"
          - button "Город Бухара"
          - heading "Сделки" [level=3]
          - list:
            - listitem:
              - link "Поставка мебели"
          - button "Быстрая сделка"
        - region "Лента":
          - textbox "Оставьте комментарий"
          - button "Отправить"
          - article: /создание клиента/
  `);
  await page.goto(`${freshCrm.baseURL}/deals/${deal.id}`);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - region "Карточка сделки":
        - heading "Поставка мебели" [level=1]
        - group "Этап":
          - button "Новая · 0 дн."
          - button "Переговоры"
        - region "Данные сделки":
          - button "Наименование Поставка мебели"
          - link "Хасанова Дилноза"
          - button /Бюджет сделки 1 500 000 сум/
          - button "Этап Новая"
          - button "Ответственный АК Анна Каримова"
        - region "Лента":
          - textbox "Оставьте комментарий"
          - button "Отправить"
          - article: /создание сделки/
  `);
  await page.goto(`${freshCrm.baseURL}/deals/list`);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "Сделки" [level=1]
      - navigation "Вид":
        - link "Воронка"
        - link "Список"
      - search:
        - searchbox "Фильтр и поиск"
      - region "Сделки":
        - table:
          - rowgroup:
            - row:
              - columnheader "Наименование":
                - link "Наименование"
                - button "Действия со столбцом «Наименование»"
                - separator "Ширина столбца «Наименование»"
          - rowgroup:
            - row:
              - cell "Поставка мебели":
                - link "Поставка мебели"
              - cell "Хасанова Дилноза":
                - link "Хасанова Дилноза"
  `);
});

test('the settings are one navigation and a heading for each page', async ({ page, freshCrm }) => {
  await page.goto(freshCrm.setupLink);
  await createCompany(page, 'Северный ветер');
  await page.waitForURL('**/clients');
  for (const [path, snapshot] of Object.entries(SETTINGS)) {
    await page.goto(`${freshCrm.baseURL}/settings/${path}`);
    await expect(main(page), path).toMatchAriaSnapshot(snapshot);
  }
});

const SETTINGS = {
  company: `
    - main:
      - heading "Настройки" [level=1]
      - heading "Компания" [level=2]
      - region "CRM ID":
        - button "Скопировать"
      - region "Длина текста":
        - 'textbox "ФИО: не больше"': "30"
        - 'textbox "Текстовое поле: не больше"': "30"
        - button "Сохранить"
      - region "Демо-данные":
        - button "Загрузить демо-данные"
  `,
  funnel: `
    - main:
      - heading "Воронка сделок" [level=2]
      - button "Редактировать"
      - region "Необработанные":
        - list:
          - listitem: Новая
      - region "В работе":
        - list:
          - listitem: Переговоры
          - listitem: Предложение
      - region "Успешные"
      - region "Проваленные"
  `,
  fields: `
    - main:
      - heading "Поля" [level=2]
      - region "Клиенты":
        - list:
          - listitem: Дополнительных полей пока нет
          - listitem:
            - button "Добавить поле клиента"
      - region "Сделки":
        - list:
          - listitem:
            - button "Добавить поле сделки"
  `,
  import: `
    - main:
      - heading "Импорт" [level=2]
      - region "Новый импорт":
        - group "Что импортировать":
          - radio "Клиенты" [checked]
          - radio "Сделки"
        - paragraph:
          - link "Скачать шаблон Excel"
        - button /Выберите файл/
        - button "Загрузить файл"
      - region "Недавние импорты"
  `,
  users: `
    - main:
      - heading "Пользователи и права" [level=2]
      - navigation "Пользователи и права":
        - link "Пользователи"
        - link "Группы"
        - link "Роли"
        - link "Журнал"
      - list:
        - listitem:
          - link "Анна Каримова"
  `,
  'users/groups': `
    - main:
      - list:
        - listitem:
          - link "Отдел продаж"
        - listitem:
          - button "Добавить группу"
  `,
  'users/roles': `
    - main:
      - list:
        - listitem:
          - link "Администратор"
        - listitem:
          - link "Руководитель"
        - listitem:
          - link "Менеджер"
        - listitem:
          - link "Добавить роль"
  `,
  'users/roles/new': `
    - main:
      - heading "Новая роль" [level=2]
      - textbox "Название"
      - switch "Вход только с кодом из приложения (второй фактор)"
      - region "Клиенты":
        - list:
          - listitem:
            - switch "Создание клиентов" [checked]
      - region "Сделки"
      - region "Задачи"
  `,
  'users/log': `
    - main:
      - group "Что показать":
        - button "Всё" [pressed]
        - button "Входы"
        - button "Неудачные входы"
        - button "Отказы"
        - button "Изменения прав"
      - link "Скачать CSV"
      - list:
        - listitem:
          - text: /Анна Каримова/
          - time
  `,
  sessions: `
    - main:
      - heading "Сеансы" [level=2]
      - list:
        - listitem: /Этот сеанс/
      - region "Вход с кодом":
        - button "Включить вход с кодом"
  `,
};
