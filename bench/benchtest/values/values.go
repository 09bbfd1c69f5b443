package values

import "reflect"

// Fill sets every text within a value, and gives every list and map in it one
// element. It returns how many texts there are. after may be nil. Otherwise Fill
// calls it with each value, after filling everything within the value. after may
// change the value. Lists of bytes stay empty, because they are not texts.
func Fill(v reflect.Value, text string, after func(reflect.Value)) (texts int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		texts = 1
	case reflect.Struct:
		for i := range v.NumField() {
			if jsonFills(v.Type().Field(i)) {
				texts += Fill(v.Field(i), text, after)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			texts = Fill(v.Index(0), text, after)
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		texts = Fill(key, text, after) + Fill(value, text, after)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		texts = Fill(v.Elem(), text, after)
	}
	if after != nil {
		after(v)
	}
	return texts
}

// jsonFills tells whether decoding JSON can set a field: an exported one, or an
// embedded struct, even if its name is not exported. Fields with the tag "-" are
// not in JSON.
func jsonFills(f reflect.StructField) bool {
	if f.Tag.Get("json") == "-" {
		return false
	}
	return f.IsExported() || f.Anonymous && f.Type.Kind() == reflect.Struct
}

// EachText calls visit with every text within a value, and the tag of the field
// that it lies in.
func EachText(v reflect.Value, visit func(text string, tag reflect.StructTag)) {
	eachText(v, "", visit)
}

func eachText(v reflect.Value, tag reflect.StructTag, visit func(string, reflect.StructTag)) {
	switch v.Kind() {
	case reflect.String:
		visit(v.String(), tag)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); jsonFills(f) {
				eachText(v.Field(i), f.Tag, visit)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), tag, visit)
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			eachText(key, tag, visit)
			eachText(value, tag, visit)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			eachText(v.Elem(), tag, visit)
		}
	}
}
