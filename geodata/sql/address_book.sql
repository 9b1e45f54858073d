-- What this book is. -> streets, numbers, places, communes, source_date, source_name
SELECT streets, numbers, places, communes, source_date, source_name FROM book
